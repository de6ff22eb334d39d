package dev.signalbox.app.assembly;

import dev.signalbox.app.settings.MonitorName;
import dev.signalbox.app.settings.PlanSettings;
import dev.signalbox.app.settings.PlanSettings.Accepts;
import dev.signalbox.app.settings.PlanSettings.ConfidenceMeasure;
import dev.signalbox.app.settings.PlanSettings.StageSettings;
import dev.signalbox.app.settings.PlanSettings.WatchSettings;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Policy;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The plans of the settings, with their models by name.
record PlanAssembly(Map<String, Model> models) {
    Plan plan(PlanSettings settings) {
        return switch (settings) {
            case PlanSettings.CallSettings(var model) -> new Plan.Call(model(model));
            case PlanSettings.CascadeSettings(var stages, var exhausted) ->
                new Plan.Cascade(stages.stream().map(this::stage).toList(), exhausted);
            case PlanSettings.HedgeSettings(var branches, var after, double shareMax) ->
                fuse(branches, new Fusion.Hedged(after, shareMax));
            case PlanSettings.VoteSettings(var branches, var quorum) ->
                fuse(branches, new Fusion.Vote(quorum.orElse(branches.size() / 2 + 1)));
            case PlanSettings.BestSettings(var branches, var by) -> fuse(branches, new Fusion.Best(score(by)));
            case PlanSettings.JudgedSettings(var branches, var by, var rubric) ->
                fuse(branches, new Fusion.JudgeSelected(model(by), rubric));
            case PlanSettings.SynthesisSettings(var branches, var by) ->
                fuse(branches, new Fusion.Synthesised(all(by), List.of()));
            case PlanSettings.DecomposeSettings(var splitter, var joiner, int partsMax) ->
                new Plan.Decompose(model(splitter), joiner.map(this::model), partsMax);
            case PlanSettings.OrchestrateSettings(var leader, var asks, int callsMax) ->
                new Plan.Loop(new Policy.Orchestrate(model(leader), all(asks)), callsMax);
            case PlanSettings.CascadeRoutingSettings(var options, int callsMax, var accepts) ->
                new Plan.Loop(
                        new Policy.CascadeRouting(
                                options.stream().map(this::unweighed).toList(), Utility.QUALITY, worth(accepts)),
                        callsMax);
        };
    }

    /// What an option is worth, its strategy says of each request.
    private Option unweighed(PlanSettings settings) {
        return new Option(plan(settings), new Estimate(Belief.UNKNOWN, Belief.UNKNOWN, Belief.UNKNOWN));
    }

    private Plan fuse(List<PlanSettings> branches, Fusion fusion) {
        return new Plan.Fuse(branches.stream().map(this::plan).toList(), fusion);
    }

    private static Fusion.Score score(ConfidenceMeasure sureness) {
        return switch (sureness) {
            case LIKELIHOOD -> Fusion.Score.Likelihood.USUAL;
            case TAIL_ENTROPY -> new Fusion.Score.TailEntropy();
        };
    }

    private Plan.Stage stage(StageSettings settings) {
        var stage = Plan.Stage.of(plan(settings.plan()), settings.accept().condition())
                .givenUpWhere(settings.hopeless().condition())
                .carrying(settings.carry())
                .worth(worth(settings.accepts()));
        if (settings.verify().isPresent()) {
            var verify = settings.verify().get();
            stage = stage.verifiedBy(new Plan.Verify(model(verify.model()), verify.samples()));
        }
        return settings.watch().isPresent()
                ? stage.watched(watching(settings.watch().get()))
                : stage;
    }

    private static Acceptance worth(Optional<Accepts> accepts) {
        return accepts.map(shares -> new Acceptance(shares.good(), shares.bad()))
                .orElse(Acceptance.ASSUMED);
    }

    private static Watching watching(WatchSettings watch) {
        return new Watching(
                new Condition.Never(),
                watch.holdTokens(),
                watch.hold(),
                watch.windowChars(),
                watch.monitors().stream().map(MonitorName::name).collect(Collectors.toSet()));
    }

    private Model model(String name) {
        return Optional.ofNullable(models.get(name)).orElseThrow();
    }

    List<Model> all(List<String> names) {
        return names.stream().map(this::model).toList();
    }
}
