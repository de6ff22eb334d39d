package dev.signalbox.learning.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/// What one method makes of the test queries at many weights of a dollar.
///
/// @param routings from quality alone to cost alone
record DialSweep(List<Routing> routings) {
    private static final int STEPS = 60;

    /// @param meanCostUsd of each model, NaN where unknown: tells which weights matter
    static DialSweep of(double[] meanCostUsd, DoubleFunction<Routing> atWeight) {
        var costs = Arrays.stream(meanCostUsd).filter(cost -> cost > 0).sorted().toArray();
        var routings = new ArrayList<Routing>();
        routings.add(atWeight.apply(0));
        if (costs.length > 0) {
            double low = 1e-3 / costs[costs.length - 1];
            double high = 1e2 / costs[0];
            for (int i = 0; i < STEPS; i++) {
                routings.add(atWeight.apply(low * Math.pow(high / low, i / (STEPS - 1.0))));
            }
            routings.add(atWeight.apply(1e6 / costs[0]));
        }
        return new DialSweep(List.copyOf(routings));
    }

    /// The curve of a resample, in which each query counts so often.
    CostCurve curve(int[] counts) {
        return CostCurve.of(settings(counts));
    }

    /// What each setting spends and reaches on the resample.
    List<CostCurve.Point> settings(int[] counts) {
        var points = new ArrayList<CostCurve.Point>();
        for (var routing : routings) {
            double cost = Bootstrap.mean(routing.costUsd(), counts);
            double quality = Bootstrap.mean(routing.quality(), counts);
            if (!Double.isNaN(cost) && !Double.isNaN(quality)) points.add(new CostCurve.Point(cost, quality));
        }
        return points;
    }
}
