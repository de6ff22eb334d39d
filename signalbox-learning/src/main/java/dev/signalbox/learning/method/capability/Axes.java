package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.KMeans;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.learning.train.ShrunkMeans;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Three abilities found in outcomes rather than named: clusters of queries on which the same models do
/// better or worse than they usually do are one ability. Each query needs them to the degree that it is near
/// their clusters, and as much as it is hard.
///
/// @param centroids of the clusters of queries
/// @param axisOfCluster which ability each cluster needs
record Axes(float[][] centroids, int[] axisOfCluster, int count) {
    private static final int CLUSTERS = 24;
    private static final int AXES = 3;
    private static final double SHRINKAGE = 20;
    private static final double SHARPNESS = 9;

    static Axes fit(OutcomeTable table, Inputs inputs, long seed) {
        int[] rows = IntStream.range(0, table.size()).toArray();
        float[][] centroids = KMeans.centroids(inputs.embeddings(), rows, CLUSTERS, seed);
        int[] clusterOfRow = KMeans.assign(inputs.embeddings(), rows, centroids);
        double[] means = RidgeFit.means(table.quality(), rows);
        float[] quality = ShrunkMeans.of(table.quality(), rows, clusterOfRow, centroids.length, means, SHRINKAGE);
        float[][] profiles = profiles(quality, means, centroids.length);
        int[] clusters = IntStream.range(0, centroids.length).toArray();
        float[][] kinds = KMeans.centroids(profiles, clusters, AXES, seed);
        return new Axes(centroids, KMeans.assign(profiles, clusters, kinds), kinds.length);
    }

    /// How each model does in a cluster against how it does overall, without the cluster's own level; of length 1.
    private static float[][] profiles(float[] quality, double[] means, int clusters) {
        int models = means.length;
        var profiles = new float[clusters][models];
        for (int cluster = 0; cluster < clusters; cluster++) {
            double level = 0;
            for (int model = 0; model < models; model++) {
                profiles[cluster][model] = (float) (quality[cluster * models + model] - means[model]);
                level += profiles[cluster][model] / models;
            }
            double squares = 1e-12;
            for (int model = 0; model < models; model++) {
                profiles[cluster][model] -= (float) level;
                squares += profiles[cluster][model] * profiles[cluster][model];
            }
            for (int model = 0; model < models; model++) profiles[cluster][model] /= (float) Math.sqrt(squares);
        }
        return profiles;
    }

    /// `[query][axis]`: how much of a query is of each ability; sums to 1.
    double[][] shares(Inputs inputs) {
        return Arrays.stream(inputs.embeddings()).parallel().map(this::shares).toArray(double[][]::new);
    }

    private double[] shares(float[] embedding) {
        var shares = new double[count];
        double sum = 0;
        for (int cluster = 0; cluster < centroids.length; cluster++) {
            double cosine = 0;
            for (int i = 0; i < embedding.length; i++) cosine += centroids[cluster][i] * embedding[i];
            double near = Math.exp(SHARPNESS * cosine);
            shares[axisOfCluster[cluster]] += near;
            sum += near;
        }
        for (int axis = 0; axis < count; axis++) shares[axis] /= sum;
        return shares;
    }
}
