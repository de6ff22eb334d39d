package dev.signalbox.learning.method.trees;

import dev.signalbox.learning.method.MethodException;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Boosted regression trees of one target, by XGBoost. What was learnt is kept as bytes: a native booster lives only as
/// long as it is asked, so none is left to a finaliser, and no two threads share one.
///
/// @param booster as XGBoost writes it
record Trees(byte[] booster) {
    private static final int DEPTH = 4;
    private static final double RATE = 0.05;
    private static final double SHARE_OF_ROWS = 0.7;
    private static final double SHARE_OF_FEATURES = 0.5;
    private static final int LEAF_ROWS_MIN = 10;
    private static final int PENALTY = 5;

    /// @param features `[row]`, of one size
    /// @param target of each row; a row whose target is NaN is not learnt from
    /// @param rounds a tree each
    /// @throws MethodException where XGBoost's native library does not load
    static Trees fit(float[][] features, double[] target, int rounds, long seed) {
        int[] rows = IntStream.range(0, target.length)
                .filter(row -> !Double.isNaN(target[row]))
                .toArray();
        var labels = new float[rows.length];
        for (int i = 0; i < rows.length; i++) labels[i] = (float) target[rows[i]];
        return guarded(() -> {
            var matrix = matrix(features, rows);
            try {
                matrix.setLabel(labels);
                var booster = XGBoost.train(matrix, parameters(seed), rounds, Map.of(), null, null);
                try {
                    return new Trees(booster.toByteArray());
                } finally {
                    booster.dispose();
                }
            } finally {
                matrix.dispose();
            }
        });
    }

    /// Of each row, by the first trees alone.
    ///
    /// @param rounds 1 or more
    double[][] predict(float[][] features, int... rounds) {
        if (features.length == 0) return new double[rounds.length][0];
        return guarded(() -> {
            var booster = XGBoost.loadModel(this.booster);
            var matrix = matrix(features, IntStream.range(0, features.length).toArray());
            try {
                booster.setParam("nthread", 1);
                var predicted = new double[rounds.length][];
                for (int i = 0; i < rounds.length; i++) predicted[i] = column(booster, matrix, rounds[i]);
                return predicted;
            } finally {
                matrix.dispose();
                booster.dispose();
            }
        });
    }

    private static double[] column(Booster booster, DMatrix matrix, int rounds) throws XGBoostError {
        float[][] predicted = booster.predict(matrix, false, rounds);
        return IntStream.range(0, predicted.length)
                .mapToDouble(row -> predicted[row][0])
                .toArray();
    }

    /// One thread a target, so that sums are always taken in the same order.
    private static Map<String, Object> parameters(long seed) {
        return Map.ofEntries(
                Map.entry("objective", "reg:squarederror"),
                Map.entry("base_score", 0),
                Map.entry("tree_method", "hist"),
                Map.entry("max_depth", DEPTH),
                Map.entry("eta", RATE),
                Map.entry("subsample", SHARE_OF_ROWS),
                Map.entry("colsample_bytree", SHARE_OF_FEATURES),
                Map.entry("min_child_weight", LEAF_ROWS_MIN),
                Map.entry("lambda", PENALTY),
                Map.entry("nthread", 1),
                Map.entry("seed", Math.floorMod(seed, Integer.MAX_VALUE)),
                Map.entry("verbosity", 0));
    }

    private static DMatrix matrix(float[][] features, int[] rows) throws XGBoostError {
        int size = features[rows[0]].length;
        var values = new float[rows.length * size];
        for (int i = 0; i < rows.length; i++) System.arraycopy(features[rows[i]], 0, values, i * size, size);
        return new DMatrix(values, rows.length, size, Float.NaN);
    }

    private interface Native<T> {
        T call() throws XGBoostError, IOException;
    }

    private static <T> T guarded(Native<T> work) {
        try {
            return work.call();
        } catch (XGBoostError | IOException failed) {
            throw new IllegalStateException("XGBoost failed: " + failed.getMessage(), failed);
        } catch (LinkageError missing) {
            throw new MethodException(
                    "XGBoost's native library does not load here (on Linux it needs the package libgomp1): "
                            + missing.getMessage(),
                    missing);
        }
    }
}
