package dev.signalbox.learning.method.trees;

import java.util.Random;
import java.util.stream.IntStream;

/// Whether a query is like those that were learnt from. A tree answers every query with the mean of some
/// leaf, as sure of one that is like nothing it has seen as of any other; so queries further from their
/// nearest known one than nearly all known ones are from each other are told apart.
///
/// @param known embeddings of length 1: some of those learnt from
/// @param similarityMin the cosine with the nearest known one, below which a query is unfamiliar
record NoveltyGuard(float[][] known, double similarityMin) {
    private static final int KNOWN_MAX = 2000;
    private static final double STRANGE_SHARE = 0.01;

    /// About one in a hundred of queries that come as these came is unfamiliar, or one in their number where they are
    /// fewer than a hundred.
    static NoveltyGuard fit(float[][] embeddings, long seed) {
        float[][] known = embeddings.length <= KNOWN_MAX ? embeddings : some(embeddings, new Random(seed));
        double[] nearest = IntStream.range(0, known.length)
                .parallel()
                .mapToDouble(one -> nearest(known, known[one], one))
                .sorted()
                .toArray();
        return new NoveltyGuard(known, nearest[(int) (STRANGE_SHARE * nearest.length)]);
    }

    boolean knows(float[] embedding) {
        return nearest(known, embedding, -1) >= similarityMin;
    }

    private static float[][] some(float[][] embeddings, Random random) {
        return random.ints(0, embeddings.length)
                .distinct()
                .limit(KNOWN_MAX)
                .mapToObj(row -> embeddings[row])
                .toArray(float[][]::new);
    }

    /// @param but the place of one that does not count; -1 for none
    private static double nearest(float[][] known, float[] embedding, int but) {
        return IntStream.range(0, known.length)
                .filter(other -> other != but)
                .mapToDouble(other -> cosine(known[other], embedding))
                .max()
                .orElse(-1);
    }

    private static double cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }
}
