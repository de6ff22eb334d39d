package dev.signalbox.learning.train;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// k-means on unit vectors by cosine, begun with k-means++.
public final class KMeans {
    private static final int ROUNDS = 25;

    private KMeans() {}

    /// @param vectors `[row]`, of length 1
    /// @param rows those to cluster; no more clusters than rows are made
    /// @return `[cluster]` unit vectors
    public static float[][] centroids(float[][] vectors, int[] rows, int clusters, long seed) {
        var random = new Random(seed);
        float[][] centroids = begin(vectors, rows, Math.min(clusters, rows.length), random);
        int[] before = null;
        for (int round = 0; round < ROUNDS; round++) {
            int[] assigned = assign(vectors, rows, centroids);
            if (before != null && Arrays.equals(before, assigned)) break;
            before = assigned;
            centroids = means(vectors, rows, assigned, centroids, random);
        }
        return centroids;
    }

    private static float[][] begin(float[][] vectors, int[] rows, int clusters, Random random) {
        var centroids = new float[clusters][];
        var distance = new double[rows.length];
        Arrays.fill(distance, 1);
        for (int c = 0; c < clusters; c++) {
            double total = 0;
            for (double d : distance) total += d;
            double aim = random.nextDouble() * total;
            int chosen = 0;
            while (chosen < rows.length - 1 && (aim -= distance[chosen]) > 0) chosen++;
            centroids[c] = vectors[rows[chosen]].clone();
            for (int i = 0; i < rows.length; i++) {
                double far = Math.max(0, 1 - dot(vectors[rows[i]], centroids[c]));
                distance[i] = c == 0 ? far : Math.min(distance[i], far);
            }
        }
        return centroids;
    }

    /// The nearest centroid of each row.
    public static int[] assign(float[][] vectors, int[] rows, float[][] centroids) {
        return IntStream.range(0, rows.length)
                .parallel()
                .map(i -> {
                    int best = 0;
                    float most = Float.NEGATIVE_INFINITY;
                    for (int c = 0; c < centroids.length; c++) {
                        float dot = dot(vectors[rows[i]], centroids[c]);
                        if (dot > most) {
                            most = dot;
                            best = c;
                        }
                    }
                    return best;
                })
                .toArray();
    }

    /// An empty cluster begins again at a random row.
    private static float[][] means(float[][] vectors, int[] rows, int[] assigned, float[][] old, Random random) {
        int size = old[0].length;
        var sums = new float[old.length][size];
        for (int i = 0; i < rows.length; i++) {
            float[] sum = sums[assigned[i]];
            float[] vector = vectors[rows[i]];
            for (int d = 0; d < size; d++) sum[d] += vector[d];
        }
        for (int c = 0; c < sums.length; c++) {
            float length = (float) Math.sqrt(dot(sums[c], sums[c]));
            if (length < 1e-6) sums[c] = vectors[rows[random.nextInt(rows.length)]].clone();
            else for (int d = 0; d < size; d++) sums[c][d] /= length;
        }
        return sums;
    }

    private static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < one.length; i += 4) {
            a = Math.fma(one[i], other[i], a);
            b = Math.fma(one[i + 1], other[i + 1], b);
            c = Math.fma(one[i + 2], other[i + 2], c);
            d = Math.fma(one[i + 3], other[i + 3], d);
        }
        for (; i < one.length; i++) a = Math.fma(one[i], other[i], a);
        return (a + b) + (c + d);
    }
}
