package dev.signalbox.learning.train;

import dev.signalbox.learning.numeric.Cholesky;
import java.util.stream.IntStream;

/// The normal equations of a least-squares problem, centred so that the intercept is free of the penalty.
///
/// @param gram lower triangle of `XᵀX` about the mean
/// @param moments `[target]` of `Xᵀy` about the means
/// @param inputMeans one an input
/// @param targetMeans one a target
public record Gram(double[][] gram, double[][] moments, double[] inputMeans, double[] targetMeans) {
    private static final int CHUNK = 512;

    /// @param inputs `[row]`
    /// @param targets `[row][target]`
    /// @param rows which of them to take; every chosen target must be known there
    /// @param chosen which targets; none where only the inputs' spread is wanted
    public static Gram of(float[][] inputs, double[][] targets, int[] rows, int[] chosen) {
        int size = inputs[0].length;
        int chunks = (rows.length + CHUNK - 1) / CHUNK;
        var partials = IntStream.range(0, Math.min(chunks, Runtime.getRuntime().availableProcessors()))
                .parallel()
                .mapToObj(worker -> {
                    var partial = new Sums(size, chosen.length);
                    int workers = Math.min(chunks, Runtime.getRuntime().availableProcessors());
                    for (int chunk = worker; chunk < chunks; chunk += workers) {
                        int to = Math.min(rows.length, (chunk + 1) * CHUNK);
                        partial.add(inputs, targets, rows, chunk * CHUNK, to, chosen);
                    }
                    return partial;
                })
                .toList();
        var sums = new Sums(size, chosen.length);
        for (var partial : partials) sums.add(partial);
        return sums.centred(rows.length);
    }

    /// Plain sums over rows, before centring. Not thread-safe.
    private static final class Sums {
        private final double[][] gram;
        private final double[][] moments;
        private final double[] inputs;
        private final double[] targets;

        Sums(int size, int targets) {
            this.gram = new double[size][];
            for (int i = 0; i < size; i++) gram[i] = new double[i + 1];
            this.moments = new double[targets][size];
            this.inputs = new double[size];
            this.targets = new double[targets];
        }

        /// Four rows at a time: the triangle is read and written once for them, and the inner loop is vectorised.
        void add(float[][] rowsOfInputs, double[][] rowsOfTargets, int[] rows, int from, int to, int[] chosen) {
            int size = inputs.length;
            var four = new double[4][size];
            for (int row = from; row < to; row += 4) {
                for (int i = 0; i < 4; i++) {
                    for (int a = 0; a < size; a++) four[i][a] = row + i < to ? rowsOfInputs[rows[row + i]][a] : 0;
                }
                addSquares(four[0], four[1], four[2], four[3]);
                for (int i = 0; i < 4 && row + i < to; i++) {
                    plus(inputs, 1, four[i]);
                    for (int t = 0; t < chosen.length; t++) {
                        double target = rowsOfTargets[rows[row + i]][chosen[t]];
                        targets[t] += target;
                        plus(moments[t], target, four[i]);
                    }
                }
            }
        }

        private void addSquares(double[] p, double[] q, double[] r, double[] s) {
            for (int a = 0; a < gram.length; a++) {
                double pa = p[a];
                double qa = q[a];
                double ra = r[a];
                double sa = s[a];
                double[] line = gram[a];
                for (int b = 0; b < line.length; b++) line[b] += pa * p[b] + qa * q[b] + ra * r[b] + sa * s[b];
            }
        }

        void add(Sums other) {
            for (int a = 0; a < gram.length; a++) plus(gram[a], 1, other.gram[a]);
            for (int t = 0; t < moments.length; t++) plus(moments[t], 1, other.moments[t]);
            plus(inputs, 1, other.inputs);
            plus(targets, 1, other.targets);
        }

        Gram centred(int rows) {
            var inputMeans = new double[inputs.length];
            var targetMeans = new double[targets.length];
            plus(inputMeans, 1.0 / rows, inputs);
            plus(targetMeans, 1.0 / rows, targets);
            for (int a = 0; a < gram.length; a++) plus(gram[a], -inputs[a], inputMeans);
            for (int t = 0; t < moments.length; t++) plus(moments[t], -targets[t], inputMeans);
            return new Gram(gram, moments, inputMeans, targetMeans);
        }

        private static void plus(double[] sum, double factor, double[] row) {
            for (int i = 0; i < sum.length; i++) sum[i] += factor * row[i];
        }
    }

    /// The heads for one penalty: `[target]` of weights.
    public double[][] solve(double penalty) {
        var factor = Cholesky.of(gram, penalty);
        var heads = new double[moments.length][];
        for (int t = 0; t < heads.length; t++) heads[t] = factor.solve(moments[t]);
        return heads;
    }
}
