package dev.signalbox.app.cli;

import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Policy;
import java.util.stream.Collectors;

/// Says in words what a plan does.
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        return switch (plan) {
            case Plan.Call(var model) -> "`%s`".formatted(model.id());
            case Plan.Cascade cascade ->
                cascade.stages().stream().map(PlanText::stage).collect(Collectors.joining(", and if that fails "));
            case Plan.Decompose(var splitter, var joiner, var partsMax) ->
                "at most %d parts as `%s` divides it, %s"
                        .formatted(
                                partsMax,
                                splitter.id(),
                                joiner.map(model -> "joined by `%s`".formatted(model.id()))
                                        .orElse("one after the other"));
            case Plan.Loop(var policy, var callsMax) -> loop(policy, callsMax);
            case Plan.Fuse(var branches, var fusion) ->
                fusion(fusion, branches.stream().map(PlanText::of).collect(Collectors.joining(" and ")));
            case Plan.Reply reply ->
                reply.origin()
                        .map(origin ->
                                "the answer of %s to request %s".formatted(models(origin.models()), origin.requestId()))
                        .orElse("an answer without asking any model");
        };
    }

    private static String loop(Policy policy, int callsMax) {
        return switch (policy) {
            case Policy.CascadeRouting supermodel ->
                "the best of at most %d answers of %s, decided one by one"
                        .formatted(
                                callsMax,
                                supermodel.options().stream()
                                        .map(option -> of(option.plan()))
                                        .collect(Collectors.joining(", ")));
            case Policy.Orchestrate(var leader, var callable) ->
                "`%s`, which may ask %s at most %d times"
                        .formatted(
                                leader.id(),
                                callable.stream()
                                        .map(model -> "`" + model.id() + "`")
                                        .collect(Collectors.joining(", ")),
                                callsMax);
        };
    }

    private static String fusion(Fusion fusion, String branches) {
        return switch (fusion) {
            case Fusion.Hedged first ->
                "the first to speak of %s, each started %s after the last"
                        .formatted(
                                branches,
                                RequestStory.milliseconds(first.after()
                                                .orElse(Fusion.Hedged.USUAL_AFTER)
                                                .toNanos()
                                        / 1e6));
            case Fusion.Vote _ -> "what most say of " + branches;
            case Fusion.Best _ -> "the surest of " + branches;
            case Fusion.JudgeSelected judged ->
                "the one that `%s` prefers of %s".formatted(judged.judge().id(), branches);
            case Fusion.Synthesised synthesised ->
                "one answer by %s out of those of %s"
                        .formatted(
                                synthesised.aggregators().stream()
                                        .map(model -> "`%s`".formatted(model.id()))
                                        .collect(Collectors.joining(" or ")),
                                branches);
        };
    }

    private static String stage(Plan.Stage stage) {
        return of(stage.plan())
                + stage.verify()
                        .map(verify ->
                                " (verified by `%s`)".formatted(verify.model().id()))
                        .orElse("");
    }

    /// Several, where each gave a part.
    static String models(String ids) {
        return "`%s`".formatted(ids.replace(", ", "`, `"));
    }
}
