package dev.signalbox.standard.strategy;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Fusion.Score.Scale;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Policy.CascadeRouting;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.standard.estimate.ModelStats;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Fills in what a plan leaves to each request: what the options of cascade routing are believed to be
/// worth and by which utility they are weighed, and whose answers a synthesis reads and who writes it, the
/// best on such requests first (JiSi's support set, arXiv 2601.01330). Where a quality is unknown, a
/// synthesis stays as it was written. A hedge that was given no delay gets what is slow for the model that
/// it asks first, and the surest of several is told on what scale each of them is sure.
record Arrangement(PlanForecast forecast, Utility utility, ModelStats modelStats) {
    Plan of(Plan plan) {
        return switch (plan) {
            case Plan.Call _, Plan.Reply _, Plan.Decompose _ -> plan;
            case Cascade(var stages, var exhausted) ->
                new Cascade(
                        stages.stream()
                                .map(stage -> stage.doing(of(stage.plan())))
                                .toList(),
                        exhausted);
            case Loop(CascadeRouting(var options, var _, var accepts), int callsMax) ->
                new Loop(new CascadeRouting(weighed(options), utility, accepts), callsMax);
            case Loop _ -> plan;
            case Fuse(var branches, var fusion) ->
                fused(branches.stream().map(this::of).toList(), fusion);
        };
    }

    private Plan fused(List<Plan> branches, Fusion fusion) {
        if (fusion instanceof Synthesised how && how.scores().isEmpty()) return synthesis(branches, how);
        if (fusion instanceof Hedged hedge && hedge.after().isEmpty()) {
            var asked = branches.getFirst().models().findFirst().map(Model::id);
            var late = asked.flatMap(modelStats::slowFirstToken);
            return new Fuse(branches, new Hedged(late, asked.flatMap(modelStats::slowWhole), hedge.shareMax()));
        }
        if (fusion instanceof Best(var score) && score.equals(Likelihood.USUAL)) {
            return new Fuse(branches, new Best(new Likelihood(Likelihood.USUAL.varianceWeight(), scales(branches))));
        }
        // A judge without a say leaves the first answer, so that is the one that is believed to be best.
        if (fusion instanceof JudgeSelected) {
            return new Fuse(branches.stream().sorted(bestFirst()).toList(), fusion);
        }
        return new Fuse(branches, fusion);
    }

    private Map<String, Scale> scales(List<Plan> branches) {
        var scales = new HashMap<String, Scale>();
        branches.stream()
                .flatMap(Plan::models)
                .forEach(model -> modelStats.sureness(model.id()).ifPresent(scale -> scales.put(model.id(), scale)));
        return scales;
    }

    private List<Option> weighed(List<Option> options) {
        return options.stream()
                .map(option -> of(option.plan()))
                .map(plan -> new Option(plan, forecast.of(plan)))
                .toList();
    }

    private Plan synthesis(List<Plan> branches, Synthesised how) {
        boolean known = branches.stream().allMatch(branch -> quality(branch).known());
        if (!known) return new Fuse(branches, how);
        var ranked = branches.stream().sorted(bestFirst()).toList();
        var scores = ranked.stream().map(branch -> quality(branch).mean()).toList();
        return new Fuse(ranked, new Synthesised(ranked(how.aggregators()), scores, how.near(), how.tokensMax()));
    }

    private List<Model> ranked(List<Model> aggregators) {
        return aggregators.stream()
                .map(Plan.Call::new)
                .sorted(bestFirst())
                .map(Plan.Call::model)
                .toList();
    }

    /// What is not known comes last, in its order.
    private Comparator<Plan> bestFirst() {
        return Comparator.comparingDouble((Plan plan) -> {
                    var quality = quality(plan);
                    return quality.known() ? quality.mean() : Double.NEGATIVE_INFINITY;
                })
                .reversed();
    }

    private Belief quality(Plan plan) {
        return forecast.of(plan).quality();
    }
}
