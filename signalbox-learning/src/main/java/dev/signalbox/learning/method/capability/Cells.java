package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.learning.train.ShrunkMeans;
import java.util.stream.IntStream;

/// Each model's mean quality in each category and level of difficulty. A cell is shrunk towards its category, and a
/// category towards the model's overall mean: few outcomes say little.
///
/// @param quality `[category][level][model]`
record Cells(double[][][] quality) {
    private static final double SHRINKAGE = 20;

    static Cells fit(double[][] quality, Domains domains, int[] levelOfRow, int levels) {
        int[] rows = IntStream.range(0, quality.length).toArray();
        double[] means = RidgeFit.means(quality, rows);
        int models = means.length;
        float[] categories = ShrunkMeans.of(quality, rows, domains.ofRow(), domains.count(), means, SHRINKAGE);
        var cells = new double[domains.count()][levels][models];
        var weights = new double[domains.count()][levels][models];
        for (int row : rows) {
            for (int model = 0; model < models; model++) {
                if (Double.isNaN(quality[row][model])) continue;
                cells[domains.ofRow()[row]][levelOfRow[row]][model] += quality[row][model];
                weights[domains.ofRow()[row]][levelOfRow[row]][model]++;
            }
        }
        for (int category = 0; category < cells.length; category++) {
            for (int level = 0; level < levels; level++) {
                for (int model = 0; model < models; model++) {
                    double sum = cells[category][level][model] + SHRINKAGE * categories[category * models + model];
                    cells[category][level][model] = sum / (weights[category][level][model] + SHRINKAGE);
                }
            }
        }
        return new Cells(cells);
    }

    /// One a model, with each category as likely as it is.
    double[] quality(double[] likelihoods, int level) {
        var expected = new double[quality[0][level].length];
        for (int category = 0; category < likelihoods.length; category++) {
            for (int model = 0; model < expected.length; model++) {
                expected[model] += likelihoods[category] * quality[category][level][model];
            }
        }
        return expected;
    }
}
