package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A number that a method must reach on some data for its measurement to count as a success.
///
/// @param judged the method that must reach it
/// @param what is measured, in words
/// @param most whether less is better, so that the bar is the most allowed
/// @param wanted the bar, which may depend on how simple methods did on the same queries
/// @param reached what a method makes of it; empty where it has none
public record TargetBar(
        String judged, String what, boolean most, Function<EvaluationResult, OptionalDouble> wanted, Reached reached) {
    private static final String DEFAULT = "default";

    /// What a method makes of a bar.
    @FunctionalInterface
    public interface Reached {
        OptionalDouble by(MethodResult method, EvaluationResult result);
    }

    static TargetBar atLeast(String what, double wanted, Function<MethodResult, OptionalDouble> reached) {
        return new TargetBar(
                DEFAULT, what, false, _ -> OptionalDouble.of(wanted), (method, _) -> reached.apply(method));
    }

    static TargetBar atMost(String what, double wanted, Function<MethodResult, OptionalDouble> reached) {
        return new TargetBar(DEFAULT, what, true, _ -> OptionalDouble.of(wanted), (method, _) -> reached.apply(method));
    }

    /// What a simple method reaches on the same queries.
    static TargetBar above(String other, String what, Function<MethodResult, OptionalDouble> reached) {
        return new TargetBar(
                DEFAULT,
                what + ", more than `" + other + "`",
                false,
                result -> result.method(other).map(reached).orElse(OptionalDouble.empty()),
                (method, _) -> reached.apply(method));
    }

    /// At no more than what another method spends where quality alone counts, as much quality as it has or more.
    static TargetBar aboveAtSameCost(String other) {
        return new TargetBar(
                DEFAULT,
                "quality at the cost of `" + other + "`",
                false,
                result -> result.method(other)
                        .map(method -> OptionalDouble.of(method.quality().mean()))
                        .orElse(OptionalDouble.empty()),
                (method, result) -> result.method(other)
                        .flatMap(MethodResult::costUsdPer1k)
                        .map(cost -> qualityFor(method, cost.mean()))
                        .orElse(OptionalDouble.empty()));
    }

    /// The same bar for the router that is told each query's group.
    TargetBar told() {
        return new TargetBar("default-told", what + ", by `default-told`", most, wanted, reached);
    }

    static OptionalDouble qualityFor(MethodResult method, double costUsdPer1k) {
        if (method.curve().isEmpty()) return OptionalDouble.empty();
        double quality = CostCurve.of(method.curve()).qualityFor(costUsdPer1k);
        return Double.isNaN(quality) ? OptionalDouble.empty() : OptionalDouble.of(quality);
    }

    static OptionalDouble mean(Optional<Interval> interval) {
        return interval.map(some -> OptionalDouble.of(some.mean())).orElse(OptionalDouble.empty());
    }

    boolean met(double value, double bar) {
        return most ? value <= bar : value >= bar;
    }
}
