package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.calibrate.Logistic;
import dev.signalbox.learning.numeric.Minimiser;
import dev.signalbox.learning.train.RidgeFit;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// The numbers of a response model: `p = σ(softplus(A x)ᵀ θ_j − b·x + δ_j)` for a query `x` and a model `j`.
///
/// With one ability there is no `δ`: it is the two-parameter model then, where all models agree which query is harder.
///
/// @param point `A` as `[ability][component]`, then `b`, then `θ` as `[model][ability]`, then `δ`, flat
record Responses(double[] point, int abilities, int components, int models) {
    private static final int ROUNDS = 150;
    private static final double PENALTY = 1e-3;
    // softplus(0.54) is 1.
    private static final double PLAIN = 0.54;

    /// @param queries `[query]` of components, the last always 1
    /// @param quality `[query][model]`, NaN where unknown
    static Responses fit(float[][] queries, double[][] quality, int abilities, long seed) {
        var begin = begin(queries, quality, abilities, seed);
        long known = Arrays.stream(quality)
                .flatMapToDouble(Arrays::stream)
                .filter(value -> !Double.isNaN(value))
                .count();
        var penalty = new double[begin.point.length];
        // On the sum of losses, so that it means the same on the mean as the papers' weight decay.
        Arrays.fill(penalty, PENALTY * known);
        // The intercepts of the discrimination and the difficulty go almost free.
        for (int ability = 0; ability <= abilities; ability++) penalty[(ability + 1) * begin.components - 1] = 1e-3;
        var objective = Minimiser.overRows(
                queries.length,
                (row, point, gradient) -> new Responses(point, abilities, begin.components, begin.models)
                        .addLoss(queries[row], quality[row], gradient),
                penalty);
        return new Responses(
                Minimiser.minimise(objective, begin.point, ROUNDS), abilities, begin.components, begin.models);
    }

    private static Responses begin(float[][] queries, double[][] quality, int abilities, long seed) {
        int components = queries[0].length;
        int models = quality[0].length;
        var point = new double[(abilities + 1) * components + models * (abilities + 1)];
        var begin = new Responses(point, abilities, components, models);
        var random = new Random(seed);
        double[] means =
                RidgeFit.means(quality, IntStream.range(0, quality.length).toArray());
        for (int ability = 0; ability < abilities; ability++) point[(ability + 1) * components - 1] = PLAIN;
        for (int model = 0; model < models; model++) {
            double mean = Math.clamp(means[model], 0.01, 0.99);
            for (int ability = 0; ability < abilities; ability++) {
                // Several abilities must not begin alike, or they would stay so.
                double apart = abilities == 1 ? 0 : 0.3 * random.nextGaussian();
                point[begin.theta(model) + ability] = Math.log(mean / (1 - mean)) / abilities + apart;
            }
        }
        return begin;
    }

    private int theta(int model) {
        return (abilities + 1) * components + model * abilities;
    }

    private int delta(int model) {
        return theta(models) + model;
    }

    double addLoss(float[] query, double[] quality, double[] gradient) {
        double[] raw = raw(query);
        double ease = ease(query);
        var slopes = new double[abilities];
        double easeSlope = 0;
        double loss = 0;
        for (int model = 0; model < models; model++) {
            if (Double.isNaN(quality[model])) continue;
            double odds = odds(raw, ease, model);
            loss += Logistic.loss(odds, quality[model]);
            double error = Logistic.of(odds) - quality[model];
            easeSlope += error;
            if (abilities > 1) gradient[delta(model)] += error;
            for (int ability = 0; ability < abilities; ability++) {
                gradient[theta(model) + ability] += error * softplus(raw[ability]);
                slopes[ability] += error * point[theta(model) + ability];
            }
        }
        for (int i = 0; i < components; i++) {
            gradient[abilities * components + i] -= easeSlope * query[i];
            for (int ability = 0; ability < abilities; ability++) {
                gradient[ability * components + i] += slopes[ability] * Logistic.of(raw[ability]) * query[i];
            }
        }
        return loss;
    }

    /// That each model answers right.
    double[] probabilities(float[] query) {
        double[] raw = raw(query);
        double ease = ease(query);
        return IntStream.range(0, models)
                .mapToDouble(model -> Logistic.of(odds(raw, ease, model)))
                .toArray();
    }

    private double odds(double[] raw, double ease, int model) {
        double odds = ease + (abilities > 1 ? point[delta(model)] : 0);
        for (int ability = 0; ability < abilities; ability++) {
            odds += softplus(raw[ability]) * point[theta(model) + ability];
        }
        return odds;
    }

    double discrimination(float[] query) {
        return softplus(raw(query)[0]);
    }

    /// The log odds of an answer by a model without any ability.
    double ease(float[] query) {
        return -sum(abilities * components, query);
    }

    /// One model's first ability.
    double ability(int model) {
        return point[theta(model)];
    }

    private double[] raw(float[] query) {
        return IntStream.range(0, abilities)
                .mapToDouble(ability -> sum(ability * components, query))
                .toArray();
    }

    private double sum(int begin, float[] query) {
        double sum = 0;
        for (int i = 0; i < components; i++) sum += point[begin + i] * query[i];
        return sum;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
