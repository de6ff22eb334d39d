package dev.signalbox.standard.quality;

import java.util.Arrays;
import java.util.Objects;

/// What came of the past queries that are most like this one.
///
/// A short history is scanned exactly. A long one is scanned by its sign codes, one bit a dimension, and only the
/// queries whose codes differ least are compared in full. A missing outcome is unknown: it counts for nothing, neither
/// as zero nor as the mean. Where even the nearest past query is far away the values shrink towards the models' means.
///
/// @param dimensions of an embedding
/// @param vectors the past embeddings in fixed point, one after another
/// @param outcomes for each past query one number a model; NaN where it is unknown
/// @param means what is believed of each model without neighbours
/// @param codes the embeddings' sign bits, `wordsPerCode` longs each
public record Neighbours(int dimensions, int[] vectors, float[] outcomes, float[] means, long[] codes)
        implements Predictor {
    private static final int WANTED = 100;
    private static final int COMPARED = 200;
    private static final int EXACT_UP_TO = 512;

    /// Below this cosine (arXiv 2505.12601 and our own measurements) a neighbour tells little.
    private static final double FAR = 0.35;

    private static final double SHRINKAGE_NEAR = 2;
    private static final double SHRINKAGE_FAR = 20;

    public Neighbours {
        if (vectors.length % dimensions != 0
                || outcomes.length != vectors.length / dimensions * means.length
                || codes.length != vectors.length / dimensions * wordsPerCode(dimensions)) {
            throw new IllegalArgumentException("vectors, outcomes and codes must be of the same queries");
        }
        if (vectors.length / dimensions > SignScan.ROWS_MAX || dimensions > SignScan.DIMENSIONS_MAX) {
            throw new IllegalArgumentException("a history holds %d queries of %d dimensions at most"
                    .formatted(SignScan.ROWS_MAX, SignScan.DIMENSIONS_MAX));
        }
    }

    /// @param embeddings `[query]`, of length 1
    /// @param outcomes `[query][model]`, NaN where unknown
    public static Neighbours of(float[][] embeddings, double[][] outcomes, float[] means) {
        int dimensions = embeddings[0].length;
        var vectors = new int[embeddings.length * dimensions];
        var flat = new float[embeddings.length * means.length];
        for (int row = 0; row < embeddings.length; row++) {
            System.arraycopy(FixedPoint.of(embeddings[row]), 0, vectors, row * dimensions, dimensions);
            for (int model = 0; model < means.length; model++) {
                flat[row * means.length + model] = (float) outcomes[row][model];
            }
        }
        return of(dimensions, vectors, flat, means);
    }

    static Neighbours of(int dimensions, int[] vectors, float[] outcomes, float[] means) {
        int words = wordsPerCode(dimensions);
        var codes = new long[vectors.length / dimensions * words];
        for (int row = 0; row < vectors.length / dimensions; row++) {
            for (int i = 0; i < dimensions; i++) {
                if (vectors[row * dimensions + i] > 0) codes[row * words + (i >> 6)] |= 1L << i;
            }
        }
        return new Neighbours(dimensions, vectors, outcomes, means, codes);
    }

    private static int wordsPerCode(int dimensions) {
        return (dimensions + 63) >> 6;
    }

    public int size() {
        return vectors.length / dimensions;
    }

    @Override
    public void predict(Features features, double[] predictions) {
        int[] query = Objects.requireNonNull(features.fixed(), "neighbours need an embedding");
        var nearest = new NearestRows(WANTED);
        if (size() <= EXACT_UP_TO) {
            for (int row = 0; row < size(); row++) offer(query, row, nearest);
        } else {
            var scan = new SignScan(codes, query, COMPARED);
            for (int i = 0; i < scan.size(); i++) offer(query, scan.row(i), nearest);
        }
        average(nearest, predictions);
    }

    private void offer(int[] query, int row, NearestRows nearest) {
        nearest.offer(FixedPoint.dot(query, vectors, row * dimensions), row);
    }

    private void average(NearestRows nearest, double[] predictions) {
        int models = means.length;
        boolean far = nearest.size() == 0 || FixedPoint.cosine(nearest.best()) < FAR;
        double shrinkage = far ? SHRINKAGE_FAR : SHRINKAGE_NEAR;
        var known = new int[models];
        Arrays.fill(predictions, 0, models, 0);
        for (int i = 0; i < nearest.size(); i++) {
            int from = nearest.row(i) * models;
            for (int model = 0; model < models; model++) {
                float outcome = outcomes[from + model];
                if (Float.isNaN(outcome)) continue;
                predictions[model] += outcome;
                known[model]++;
            }
        }
        for (int model = 0; model < models; model++) {
            predictions[model] = (predictions[model] + shrinkage * means[model]) / (known[model] + shrinkage);
        }
    }
}
