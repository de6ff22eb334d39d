package dev.signalbox.learning.method.trees;

import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.learning.train.ShrunkMeans;
import java.util.Arrays;
import java.util.stream.IntStream;

/// What is learnt of qualities beyond each model's mean: how much better or worse than usual a query's
/// answers are on the whole, and each model's advantage beside that. The advantage alone chooses among
/// models, and learning it by itself leaves out what is the same for all of them.
///
/// @param means one a model, each shrunk towards the mean of all
/// @param level `[row]`
/// @param advantage `[model][row]`; NaN where the quality is not known
record Targets(double[] means, double[] level, double[][] advantage) {
    private static final double SHRINKAGE = 20;

    /// @param quality `[row][model]`, with one known of each row and of each model
    static Targets of(double[][] quality) {
        double[] means = means(quality);
        double[] level = Arrays.stream(quality)
                .mapToDouble(row -> IntStream.range(0, means.length)
                        .mapToDouble(model -> row[model] - means[model])
                        .filter(value -> !Double.isNaN(value))
                        .average()
                        .orElse(0))
                .toArray();
        var advantage = new double[means.length][quality.length];
        for (int model = 0; model < means.length; model++) {
            for (int row = 0; row < quality.length; row++) {
                advantage[model][row] = quality[row][model] - means[model] - level[row];
            }
        }
        return new Targets(means, level, advantage);
    }

    private static double[] means(double[][] quality) {
        int[] rows = IntStream.range(0, quality.length).toArray();
        double[] plain = RidgeFit.means(quality, rows);
        var all = new double[plain.length];
        Arrays.fill(all, Arrays.stream(plain).average().orElse(0));
        float[] shrunk = ShrunkMeans.of(quality, rows, new int[quality.length], 1, all, SHRINKAGE);
        return IntStream.range(0, plain.length)
                .mapToDouble(model -> shrunk[model])
                .toArray();
    }
}
