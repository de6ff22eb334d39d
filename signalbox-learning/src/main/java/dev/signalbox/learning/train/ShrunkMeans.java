package dev.signalbox.learning.train;

import java.util.Arrays;

/// Means of the cells of a table, each shrunk towards the model's overall mean.
public final class ShrunkMeans {
    private ShrunkMeans() {}

    /// @param targets `[row][model]`, NaN where unknown
    /// @param cellOfRow the cell of each row
    /// @param shrinkage as if a cell had this many more outcomes of just the mean
    /// @return for each cell one number a model
    public static float[] of(
            double[][] targets, int[] rows, int[] cellOfRow, int cells, double[] means, double shrinkage) {
        int models = means.length;
        var sums = new double[cells * models];
        var known = new double[cells * models];
        Arrays.fill(known, shrinkage);
        for (int i = 0; i < sums.length; i++) sums[i] = shrinkage * means[i % models];
        for (int row : rows) {
            for (int model = 0; model < models; model++) {
                double target = targets[row][model];
                if (Double.isNaN(target)) continue;
                sums[cellOfRow[row] * models + model] += target;
                known[cellOfRow[row] * models + model]++;
            }
        }
        var values = new float[sums.length];
        for (int i = 0; i < values.length; i++) values[i] = (float) (sums[i] / known[i]);
        return values;
    }
}
