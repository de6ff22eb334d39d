package dev.signalbox.plan;

import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Decompose;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Policy.CascadeRouting;
import dev.signalbox.plan.Policy.Orchestrate;
import dev.signalbox.plan.Selector.Option;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What is left of a plan where some models may not be asked.
record Permitted(Predicate<Model> model) {
    Optional<Plan> of(Plan plan) {
        if (plan.models().allMatch(model)) return Optional.of(plan);
        return switch (plan) {
            case Call _, Decompose _ -> Optional.empty();
            case Reply reply -> Optional.of(reply);
            case Cascade(var stages, var exhausted) ->
                some(stages.stream().flatMap(this::of)).map(left -> new Cascade(left, exhausted));
            case Fuse(var branches, Hedged hedge) ->
                some(branches.stream().map(this::of).flatMap(Optional::stream))
                        .map(left -> left.size() == 1 ? left.getFirst() : new Fuse(left, hedge));
            case Fuse _ -> Optional.empty();
            case Loop(var policy, int callsMax) -> of(policy).map(left -> new Loop(left, callsMax));
        };
    }

    private Stream<Stage> of(Stage stage) {
        boolean verifiable = stage.verify().map(Plan.Verify::model).stream().allMatch(model);
        return verifiable ? of(stage.plan()).map(stage::doing).stream() : Stream.empty();
    }

    private Optional<Policy> of(Policy policy) {
        return switch (policy) {
            case CascadeRouting(var options, var utility, var accepts) ->
                some(options.stream().flatMap(this::of)).map(left -> new CascadeRouting(left, utility, accepts));
            case Orchestrate(var leader, var callable) ->
                model.test(leader)
                        ? some(callable.stream().filter(model)).map(left -> new Orchestrate(leader, left))
                        : Optional.empty();
        };
    }

    private Stream<Option> of(Option option) {
        return of(option.plan()).map(plan -> new Option(plan, option.estimate())).stream();
    }

    private static <T> Optional<List<T>> some(Stream<T> left) {
        return Optional.of(left.toList()).filter(list -> !list.isEmpty());
    }
}
