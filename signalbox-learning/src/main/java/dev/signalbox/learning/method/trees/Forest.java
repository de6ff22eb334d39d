package dev.signalbox.learning.method.trees;

import java.util.Arrays;
import java.util.List;

/// Boosted trees of several targets, with one number of rounds for all: what predicts best the rows that
/// were held back.
///
/// @param trees one a target
/// @param rounds 0 where nothing at all predicts better than any trees
record Forest(List<Trees> trees, int rounds) {
    private static final int[] ROUNDS = {25, 50, 100, 200};

    /// @param features `[row]`
    /// @param targets `[target][row]`, whose mean is about 0; NaN where unknown
    /// @param held rows to choose the rounds on
    static Forest fit(float[][] features, double[][] targets, int[] held, long seed) {
        int rounds = rounds(features, targets, held, seed);
        if (rounds == 0) return new Forest(List.of(), 0);
        return new Forest(learn(features, targets, rounds, seed), rounds);
    }

    /// `[target][row]`.
    double[][] predict(float[][] features, int targets) {
        if (rounds == 0) return new double[targets][features.length];
        return trees.parallelStream()
                .map(some -> some.predict(features, rounds)[0])
                .toArray(double[][]::new);
    }

    private static List<Trees> learn(float[][] features, double[][] targets, int rounds, long seed) {
        return Arrays.stream(targets)
                .parallel()
                .map(target -> Trees.fit(features, target, rounds, seed))
                .toList();
    }

    private static int rounds(float[][] features, double[][] targets, int[] held, long seed) {
        double[][] seen = Arrays.stream(targets).map(double[]::clone).toArray(double[][]::new);
        for (double[] target : seen) for (int row : held) target[row] = Double.NaN;
        float[][] unseen = Arrays.stream(held).mapToObj(row -> features[row]).toArray(float[][]::new);
        boolean split = held.length > 0
                && Arrays.stream(seen)
                        .allMatch(target -> Arrays.stream(target).anyMatch(value -> !Double.isNaN(value)));
        if (!split) return 0;
        var learnt = learn(features, seen, ROUNDS[ROUNDS.length - 1], seed);
        var errors = new double[ROUNDS.length];
        double least = 0;
        for (int target = 0; target < targets.length; target++) {
            double[][] predicted = learnt.get(target).predict(unseen, ROUNDS);
            for (int i = 0; i < held.length; i++) {
                double truth = targets[target][held[i]];
                if (Double.isNaN(truth)) continue;
                least += truth * truth;
                for (int r = 0; r < ROUNDS.length; r++) errors[r] += square(truth - predicted[r][i]);
            }
        }
        int best = 0;
        for (int r = 0; r < ROUNDS.length; r++) {
            if (errors[r] >= least) continue;
            least = errors[r];
            best = ROUNDS[r];
        }
        return best;
    }

    private static double square(double value) {
        return value * value;
    }
}
