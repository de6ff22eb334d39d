package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.ClusterTable;
import java.util.ArrayList;
import java.util.Arrays;

/// Fits a [ClusterTable]: k-means at several resolutions, and in each cluster each model's mean outcome, shrunk towards
/// its overall mean as if there had been [#SHRINKAGE] more outcomes of just that value.
final class ClusterFit {
    private static final int[] RESOLUTIONS = {8, 16, 32};
    private static final double SHRINKAGE = 20;

    private ClusterFit() {}

    static ClusterTable fit(float[][] embeddings, double[][] targets, int[] rows, double[] means, long seed) {
        var resolutions = new ArrayList<ClusterTable.Resolution>();
        for (int clusters : RESOLUTIONS) {
            float[][] centroids = KMeans.centroids(embeddings, rows, clusters, seed + clusters);
            int[] assigned = KMeans.assign(embeddings, rows, centroids);
            resolutions.add(
                    ClusterTable.Resolution.of(centroids, values(targets, rows, assigned, centroids.length, means)));
        }
        return new ClusterTable(resolutions);
    }

    private static float[] values(double[][] targets, int[] rows, int[] assigned, int clusters, double[] means) {
        int models = means.length;
        var sums = new double[clusters * models];
        var known = new double[clusters * models];
        Arrays.fill(known, SHRINKAGE);
        for (int i = 0; i < sums.length; i++) sums[i] = SHRINKAGE * means[i % models];
        for (int i = 0; i < rows.length; i++) {
            for (int model = 0; model < models; model++) {
                double target = targets[rows[i]][model];
                if (Double.isNaN(target)) continue;
                sums[assigned[i] * models + model] += target;
                known[assigned[i] * models + model]++;
            }
        }
        var values = new float[sums.length];
        for (int i = 0; i < values.length; i++) values[i] = (float) (sums[i] / known[i]);
        return values;
    }
}
