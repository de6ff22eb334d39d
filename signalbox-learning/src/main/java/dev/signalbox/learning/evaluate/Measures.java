package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Turns routings into measures, all over the same resamples.
final class Measures {
    private static final double PER_1K = 1000;

    private final Pool pool;
    private final Bootstrap bootstrap;
    private final Routing bestSingle;
    private final DialSweep singles;
    private final int strong;
    private final int weak;
    private final int[] once;

    /// @param baselines of which the best model is what methods are compared to
    Measures(Pool pool, Bootstrap bootstrap, Baselines baselines) {
        this.pool = pool;
        this.bootstrap = bootstrap;
        this.strong = baselines.best();
        this.weak = pool.table().models().size() == 2 ? 1 - strong : baselines.weak();
        this.bestSingle = pool.always(strong);
        this.singles = new DialSweep(pool.priced().stream()
                .mapToObj(model -> costed(pool.always(model)))
                .toList());
        this.once = new int[pool.table().size()];
        Arrays.fill(once, 1);
    }

    DialSweep singles() {
        return singles;
    }

    /// @param routing where quality alone counts
    /// @param sweep null for a method that cannot trade quality for cost
    /// @param strongCalls null where the pool is not of two models, or the method does not rank queries
    /// @param believer null for a method that believes nothing of single queries
    MethodResult method(
            String name,
            Routing routing,
            @Nullable DialSweep sweep,
            @Nullable StrongCalls strongCalls,
            @Nullable BeliefRouting believer) {
        var curved = sweep == null || !pool.hasCosts() ? Optional.<DialSweep>empty() : Optional.of(sweep);
        var curve = curved.map(some -> some.curve(once));
        var cost = cost(routing);
        return new MethodResult(
                name,
                mean(routing.quality()),
                cost,
                difference(routing),
                curved.map(some -> statistic(counts -> aiqPaper(some, counts))),
                curve.map(some -> OptionalDouble.of(some.aiqCode(range(once)[1])))
                        .orElse(OptionalDouble.empty()),
                curved.map(some -> statistic(counts -> aiqPaper(some, counts) - aiqPaper(singles, counts))),
                curve.map(this::qnc).orElse(OptionalDouble.empty()),
                strongCalls == null ? OptionalDouble.empty() : OptionalDouble.of(strongCalls.apgr()),
                strongCalls == null ? OptionalDouble.empty() : OptionalDouble.of(strongCalls.cpt(0.5)),
                strongCalls == null ? OptionalDouble.empty() : OptionalDouble.of(strongCalls.cpt(0.8)),
                share(routing),
                curve.map(some -> some.corners().stream()
                                .map(point -> new CostCurve.Point(point.costUsd() * PER_1K, point.quality()))
                                .toList())
                        .orElse(List.of()),
                more(routing, cost, believer, curved),
                Map.of());
    }

    private Map<Measure, Double> more(
            Routing routing, Optional<Interval> cost, @Nullable BeliefRouting believer, Optional<DialSweep> curved) {
        var findings = new Findings(pool.table())
                .choices(routing, cost.map(Interval::mean).orElse(Double.NaN));
        if (believer != null) findings.beliefs(believer, routing, strong, weak);
        var best = costed(bestSingle);
        var bestPoint = new CostCurve.Point(Bootstrap.mean(best.costUsd(), once), Bootstrap.mean(best.quality(), once));
        curved.ifPresent(sweep -> findings.settings(sweep.settings(once), singles.settings(once), bestPoint));
        return findings.found();
    }

    Place place(double place, double perDollar, Routing routing) {
        return new Place(
                place,
                perDollar,
                mean(routing.quality()),
                mean(routing.costUsd()).times(PER_1K),
                difference(routing),
                share(routing));
    }

    private Interval statistic(ToDoubleFunction<int[]> statistic) {
        return bootstrap.of(once.length, statistic);
    }

    private Interval mean(double[] values) {
        return statistic(counts -> Bootstrap.mean(values, counts));
    }

    /// On the queries where both are known.
    private Interval difference(Routing routing) {
        var differences = new double[once.length];
        for (int row = 0; row < differences.length; row++) {
            differences[row] = routing.quality()[row] - bestSingle.quality()[row];
        }
        return mean(differences);
    }

    /// Over the queries with known costs; absent where the cost of an answer to one of them is not known.
    private Optional<Interval> cost(Routing routing) {
        if (pool.costed().isEmpty()) return Optional.empty();
        for (int row = 0; row < once.length; row++) {
            boolean answered = !Double.isNaN(routing.quality()[row]);
            if (answered && pool.costed().get(row) && Double.isNaN(routing.costUsd()[row])) return Optional.empty();
        }
        var known = costed(routing).costUsd();
        if (Arrays.stream(known).allMatch(Double::isNaN)) return Optional.empty();
        return Optional.of(mean(known).times(PER_1K));
    }

    private Routing costed(Routing routing) {
        var some = new Routing(routing.quality().clone(), routing.costUsd().clone(), routing.share(), routing.chosen());
        for (int row = 0; row < some.quality().length; row++) {
            if (pool.costed().get(row)) continue;
            some.quality()[row] = Double.NaN;
            some.costUsd()[row] = Double.NaN;
        }
        return some;
    }

    /// From the cheapest single model's mean cost to the dearest one's: the same for all methods.
    private double[] range(int[] counts) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (var single : singles.routings()) {
            double cost = Bootstrap.mean(single.costUsd(), counts);
            if (Double.isNaN(cost)) continue;
            least = Math.min(least, cost);
            most = Math.max(most, cost);
        }
        return new double[] {least, most};
    }

    private double aiqPaper(DialSweep sweep, int[] counts) {
        double[] range = range(counts);
        return sweep.curve(counts).aiqPaper(range[0], range[1]);
    }

    private OptionalDouble qnc(CostCurve curve) {
        var best = costed(bestSingle);
        double quality = Bootstrap.mean(best.quality(), once);
        double cost = Bootstrap.mean(best.costUsd(), once);
        if (!(cost > 0)) return OptionalDouble.empty();
        return OptionalDouble.of(Math.min(100, 100 * curve.costOf(quality) / cost));
    }

    private Map<String, Double> share(Routing routing) {
        double total = Arrays.stream(routing.share()).sum();
        var shares = new LinkedHashMap<String, Double>();
        for (int model = 0; model < routing.share().length; model++) {
            if (routing.share()[model] > 0) {
                shares.put(pool.table().models().get(model), routing.share()[model] / total);
            }
        }
        return shares;
    }

    /// Adds how far each method stays behind what any of them reaches; the oracle, which nobody can be, aside.
    List<MethodResult> behindFrontier(List<MethodResult> methods) {
        double dearest = range(once)[1] * PER_1K;
        var reached = methods.stream()
                .filter(method -> !method.name().equals("oracle"))
                .flatMap(method -> method.curve().stream())
                .toList();
        if (reached.isEmpty() || !(dearest > 0)) return methods;
        var frontier = CostCurve.of(reached);
        return methods.stream()
                .map(method -> method.curve().isEmpty() || method.name().equals("oracle")
                        ? method
                        : method.with(Measure.PARETO_DISTANCE, ParetoDistance.of(method.curve(), frontier, dearest)))
                .toList();
    }
}
