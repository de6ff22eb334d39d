package dev.signalbox.app.settings;

import dev.signalbox.app.settings.PlanSettings.StageSettings;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds conditions on answers that ask for a signal which nothing gives, and so would never hold.
///
/// @param known all checks that there are
/// @param checks those that the route has
record UnsatisfiableConditions(Set<String> known, Set<String> checks) {
    /// What is wrong with the stages of a plan, as the ends of sentences.
    List<String> in(PlanSettings plan) {
        return stages(plan).flatMap(stage -> in(stage).stream()).distinct().toList();
    }

    private List<String> in(StageSettings stage) {
        var troubles = new ArrayList<String>();
        in(stage, stage.accept().condition()).ifPresent(trouble -> troubles.add("an `accept` " + trouble));
        in(stage, stage.hopeless().condition()).ifPresent(trouble -> troubles.add("a `hopeless` " + trouble));
        return troubles;
    }

    private Optional<String> in(StageSettings stage, Condition accept) {
        if (checks.isEmpty() && accept.asks(Finding.FAILED.name())) {
            return Optional.of("asks for `checks_failed`, and its route has no `checks`");
        }
        for (var check : known) {
            if (checks.contains(check) || !accept.asks(Finding.flag(check).name())) continue;
            return Optional.of(
                    "asks for `check_%s`, and `%s` is not among the `checks` of its route".formatted(check, check));
        }
        if (stage.verify().isEmpty() && accept.asks(Verify.VERIFIED.name())) {
            return Optional.of("asks for `verified`, and the stage has no `verify`");
        }
        return fused(stage.plan(), accept);
    }

    private static Optional<String> fused(PlanSettings plan, Condition accept) {
        if (!(plan instanceof PlanSettings.CallSettings)) return Optional.empty();
        return Fusion.SIGNALS.stream()
                .map(SignalKey::name)
                .filter(accept::asks)
                .findFirst()
                .map(signal -> "asks for `%s`, and the stage asks one model alone".formatted(signal));
    }

    /// The stages of all cascades in a plan.
    static Stream<StageSettings> stages(PlanSettings plan) {
        return switch (plan) {
            case PlanSettings.CascadeSettings cascade ->
                cascade.cascade().stream().flatMap(stage -> Stream.concat(Stream.of(stage), stages(stage.plan())));
            case PlanSettings.HedgeSettings(var plans, var _, double _) ->
                plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.VoteSettings(var plans, var _) -> plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.BestSettings(var plans, var _) -> plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.JudgedSettings(var plans, var _, var _) ->
                plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.SynthesisSettings(var plans, var _) ->
                plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.CascadeRoutingSettings(var plans, int _, var _) ->
                plans.stream().flatMap(UnsatisfiableConditions::stages);
            case PlanSettings.CallSettings _, PlanSettings.DecomposeSettings _, PlanSettings.OrchestrateSettings _ ->
                Stream.empty();
        };
    }
}
