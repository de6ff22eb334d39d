package dev.signalbox.standard.strategy;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Decompose;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Policy.CascadeRouting;
import dev.signalbox.plan.Policy.Orchestrate;
import dev.signalbox.signal.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a plan is believed to be worth, cost and take, made of the beliefs about its calls. Quality is read as the
/// chance that an answer is good. What it assumes, where a plan is more than a call:
///
/// - Models fail independently of each other. They do not, so plans of several are believed to be better than they
///   are; what a stage tells the next is not counted, which errs the other way.
/// - A cascade: the stage's [Acceptance] says how often one that asks for something is content. One
///   that accepts anything ends it. Of one that gives the best so far, the last answer is taken for
///   the best. Who verifies is always asked.
/// - Cascade routing: its best single option, which it can only improve upon.
/// - A leader: answers as well as alone, and asks one other.
/// - A fusion: see [FusionForecast].
/// - Division: answers as well as the model that divides, with as many parts as there may be, each at the mean price.
///
/// A belief that is unknown makes what depends on it unknown.
final class PlanForecast {
    private static final Belief NOTHING = new Belief(0, 0);

    private final Map<String, Estimate> calls;

    /// @param calls by the model's id, at least those of the plan
    PlanForecast(Map<String, Estimate> calls) {
        this.calls = calls;
    }

    Estimate of(Plan plan) {
        return switch (plan) {
            case Plan.Call(var model) -> call(model.id());
            case Plan.Reply _ -> new Estimate(Belief.UNKNOWN, NOTHING, NOTHING);
            case Cascade cascade -> cascade(cascade);
            case Loop loop ->
                switch (loop.policy()) {
                    case CascadeRouting supermodel -> supermodel(supermodel);
                    case Orchestrate led -> led(led);
                };
            case Decompose decompose -> decompose(decompose);
            case Fuse(var branches, var fusion) ->
                new FusionForecast(branches.stream().map(this::of).toList(), this::call).of(fusion);
        };
    }

    private Estimate call(Model model) {
        return call(model.id());
    }

    private Estimate call(String model) {
        return Optional.ofNullable(calls.get(model)).orElseThrow();
    }

    private Estimate cascade(Cascade cascade) {
        double reached = 1;
        var quality = new Sum();
        var costUsd = new Sum();
        var latencyMs = new Sum();
        var stages = cascade.stages();
        for (int i = 0; i < stages.size(); i++) {
            var stage = of(stages.get(i).plan());
            boolean last = i == stages.size() - 1;
            boolean any = stages.get(i).accept() instanceof Condition.Always;
            var accepts = any ? Acceptance.ALWAYS : stages.get(i).accepts();
            boolean given = last && cascade.exhausted() == Exhausted.BEST_SO_FAR;
            quality.add(reached * (given ? 1 : accepts.ofGood()), stage.quality());
            costUsd.add(reached, stage.costUsd());
            latencyMs.add(reached, stage.latencyMs());
            if (stages.get(i).verify().isPresent()) {
                var verify = stages.get(i).verify().get();
                costUsd.add(reached * verify.samples(), call(verify.model()).costUsd());
                latencyMs.add(reached, call(verify.model()).latencyMs());
            }
            reached *= 1 - accepts.of(stage.quality().mean());
            if (any) break;
        }
        return new Estimate(quality.belief(), costUsd.belief(), latencyMs.belief());
    }

    private Estimate supermodel(CascadeRouting policy) {
        return policy.options().stream()
                .map(option -> of(option.plan()))
                .max(Comparator.comparingDouble(
                        estimate -> orLeast(policy.utility().of(estimate))))
                .orElseThrow();
    }

    private static double orLeast(double utility) {
        return Double.isNaN(utility) ? Double.NEGATIVE_INFINITY : utility;
    }

    private Estimate led(Orchestrate led) {
        var leader = call(led.leader().id());
        var asked = mean(led.callable().stream().map(model -> call(model.id())).toList());
        return after(leader, List.of(leader, asked), leader.quality());
    }

    private Estimate decompose(Decompose plan) {
        var splitter = call(plan.splitter().id());
        var part = mean(calls.values());
        var all = new Sum();
        all.add(plan.partsMax(), part.costUsd());
        var parts = new Estimate(part.quality(), all.belief(), part.latencyMs());
        var steps = new ArrayList<>(List.of(parts));
        plan.joiner().ifPresent(joiner -> steps.add(call(joiner.id())));
        return after(splitter, steps, splitter.quality());
    }

    /// One step after the other.
    private static Estimate after(Estimate first, Collection<Estimate> then, Belief quality) {
        var costUsd = new Sum();
        var latencyMs = new Sum();
        costUsd.add(1, first.costUsd());
        latencyMs.add(1, first.latencyMs());
        for (var step : then) {
            costUsd.add(1, step.costUsd());
            latencyMs.add(1, step.latencyMs());
        }
        return new Estimate(quality, costUsd.belief(), latencyMs.belief());
    }

    private static Estimate mean(Collection<Estimate> estimates) {
        var quality = new Sum();
        var costUsd = new Sum();
        var latencyMs = new Sum();
        double share = 1.0 / estimates.size();
        for (var estimate : estimates) {
            quality.add(share, estimate.quality());
            costUsd.add(share, estimate.costUsd());
            latencyMs.add(share, estimate.latencyMs());
        }
        return new Estimate(quality.belief(), costUsd.belief(), latencyMs.belief());
    }

    /// A weighted sum of independent beliefs.
    static final class Sum {
        private double mean;
        private double variance;

        void add(double weight, Belief belief) {
            // What is never reached need not be known.
            if (weight == 0) return;
            mean += weight * belief.mean();
            variance += weight * belief.deviation() * weight * belief.deviation();
        }

        Belief belief() {
            return new Belief(mean, Math.sqrt(variance));
        }
    }
}
