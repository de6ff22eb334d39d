package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.calibrate.Logistic;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.numeric.Minimiser;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Capability vectors: each model has few abilities ([CapabilityVectors]), each query needs some of them ([Axes])
/// and the more of them the harder it is ([Difficulty]), and the
/// model fits that has what is needed ([Match]). Both are filled from outcomes, not by hand, and speed and price are
/// no capabilities: they belong into what is weighed against quality.
public final class CapabilityMatching implements Method {
    private static final int ROUNDS = 100;
    private static final double PENALTY = 1;

    private final Match match;

    public CapabilityMatching(Match match) {
        this.match = match;
    }

    @Override
    public String name() {
        return "capability-" + match.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> {
            var axes = Axes.fit(tried, inputs, seed);
            var difficulty = Difficulty.fit(tried, inputs);
            double[][] shares = axes.shares(inputs);
            var capabilities = CapabilityVectors.fit(shares, tried.quality());
            var score =
                    switch (match) {
                        case COSINE -> (Score) capabilities::cosine;
                        case SHORTFALL -> (Score) capabilities::sufficiency;
                        case LOGISTIC ->
                            logistic(capabilities, needs(capabilities, shares, difficulty.of(inputs)), tried.quality());
                    };
            int models = tried.models().size();
            return some -> needs(capabilities, axes.shares(some), difficulty.of(some)).stream()
                    .map(need -> IntStream.range(0, models)
                            .mapToDouble(model -> score.of(model, need))
                            .toArray())
                    .toArray(double[][]::new);
        });
    }

    private static List<Need> needs(CapabilityVectors capabilities, double[][] shares, double[] difficulty) {
        return IntStream.range(0, shares.length)
                .mapToObj(query -> capabilities.need(shares[query], difficulty[query]))
                .toList();
    }

    @FunctionalInterface
    private interface Score {
        double of(int model, Need need);
    }

    /// Logistic regression on the surplus by axis: how much a surplus counts, and a constant.
    private static Score logistic(CapabilityVectors capabilities, List<Need> needs, double[][] quality) {
        int axes = needs.getFirst().shares().length;
        var penalty = new double[axes + 1];
        Arrays.fill(penalty, 0, axes, PENALTY);
        penalty[axes] = 1e-3;
        var objective = Minimiser.overRows(
                quality.length,
                (query, weights, gradient) -> {
                    double loss = 0;
                    for (int model = 0; model < quality[query].length; model++) {
                        if (Double.isNaN(quality[query][model])) continue;
                        double[] surplus = capabilities.surplus(model, needs.get(query));
                        double odds = odds(weights, surplus);
                        loss += Logistic.loss(odds, quality[query][model]);
                        double error = Logistic.of(odds) - quality[query][model];
                        for (int axis = 0; axis < axes; axis++) gradient[axis] += error * surplus[axis];
                        gradient[axes] += error;
                    }
                    return loss;
                },
                penalty);
        double[] weights = Minimiser.minimise(objective, new double[axes + 1], ROUNDS);
        return (model, need) -> Logistic.of(odds(weights, capabilities.surplus(model, need)));
    }

    private static double odds(double[] weights, double[] surplus) {
        double odds = weights[surplus.length];
        for (int axis = 0; axis < surplus.length; axis++) odds += weights[axis] * surplus[axis];
        return odds;
    }
}
