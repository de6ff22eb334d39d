package dev.signalbox.standard.quality;

import java.util.List;
import java.util.Objects;

/// What each model is worth in each region of the embedding space, at several resolutions.
///
/// A query takes the values of its nearest clusters, weighted by a softmax of their cosines, and the mean over the
/// resolutions. Values of small clusters are shrunk towards the model's mean when they are fitted. This is Avengers-Pro
/// (arXiv 2508.12631) and UniRoute (arXiv 2502.08773) with shrinkage in place of a scale per cluster.
public record ClusterTable(List<Resolution> resolutions) implements Predictor {
    private static final int NEAREST = 3;
    private static final double SHARPNESS = 9;

    /// One k-means clustering.
    ///
    /// @param centroids unit vectors in fixed point, one after another
    /// @param values for each cluster one number a model
    public record Resolution(int clusters, int[] centroids, float[] values) {
        public Resolution {
            if (clusters < 1 || centroids.length % clusters != 0 || values.length % clusters != 0) {
                throw new IllegalArgumentException("centroids and values must divide by the clusters");
            }
        }

        public static Resolution of(float[][] centroids, float[] values) {
            int dimensions = centroids[0].length;
            var fixed = new int[centroids.length * dimensions];
            for (int i = 0; i < centroids.length; i++) {
                System.arraycopy(FixedPoint.of(centroids[i]), 0, fixed, i * dimensions, dimensions);
            }
            return new Resolution(centroids.length, fixed, values);
        }
    }

    public ClusterTable {
        resolutions = List.copyOf(resolutions);
        if (resolutions.isEmpty()) throw new IllegalArgumentException("a cluster table needs a resolution");
    }

    @Override
    public void predict(Features features, double[] predictions) {
        int[] query = Objects.requireNonNull(features.fixed(), "clusters need an embedding");
        int models =
                resolutions.getFirst().values().length / resolutions.getFirst().clusters();
        for (int model = 0; model < models; model++) predictions[model] = 0;
        for (var resolution : resolutions) add(resolution, query, models, predictions);
    }

    private void add(Resolution resolution, int[] query, int models, double[] predictions) {
        int near = Math.min(NEAREST, resolution.clusters);
        var cluster = new int[near];
        var dots = new int[near];
        int found = 0;
        for (int c = 0; c < resolution.clusters; c++) {
            int dot = FixedPoint.dot(query, resolution.centroids, c * query.length);
            if (found == near && dot <= dots[near - 1]) continue;
            int at = found < near ? found++ : near - 1;
            for (; at > 0 && dots[at - 1] < dot; at--) {
                dots[at] = dots[at - 1];
                cluster[at] = cluster[at - 1];
            }
            dots[at] = dot;
            cluster[at] = c;
        }
        double total = 0;
        for (int i = 0; i < near; i++) total += weight(dots[i], dots[0]);
        for (int i = 0; i < near; i++) {
            double share = weight(dots[i], dots[0]) / (total * resolutions.size());
            for (int model = 0; model < models; model++) {
                predictions[model] += share * resolution.values[cluster[i] * models + model];
            }
        }
    }

    private static double weight(int dot, int best) {
        return Math.exp(SHARPNESS * FixedPoint.cosine(dot - best));
    }
}
