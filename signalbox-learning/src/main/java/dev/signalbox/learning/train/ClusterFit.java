package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.ClusterTable;
import java.util.ArrayList;

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
            var clusterOfRow = new int[embeddings.length];
            for (int i = 0; i < rows.length; i++) clusterOfRow[rows[i]] = assigned[i];
            resolutions.add(ClusterTable.Resolution.of(
                    centroids, ShrunkMeans.of(targets, rows, clusterOfRow, centroids.length, means, SHRINKAGE)));
        }
        return new ClusterTable(resolutions);
    }
}
