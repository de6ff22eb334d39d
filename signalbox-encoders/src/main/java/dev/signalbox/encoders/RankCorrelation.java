package dev.signalbox.encoders;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Whether two encoders agree which texts are alike: Spearman's correlation of their cosines over pairs of texts. Half
/// of the pairs are chance, half are a text and one of its nearest by the first encoder, since among chance pairs alone
/// everything is equally far.
final class RankCorrelation {
    private static final int NEAREST = 20;

    private RankCorrelation() {}

    /// @param first each text's vector, of length 1
    /// @param second likewise, by another encoder
    static double of(float[][] first, float[][] second, SplittableRandom random) {
        int texts = first.length;
        var a = new double[2 * texts];
        var b = new double[2 * texts];
        for (int text = 0; text < texts; text++) {
            int any = (text + 1 + random.nextInt(texts - 1)) % texts;
            int near = near(first, text, random.nextInt(Math.min(NEAREST, texts - 1)));
            a[2 * text] = cosine(first[text], first[any]);
            b[2 * text] = cosine(second[text], second[any]);
            a[2 * text + 1] = cosine(first[text], first[near]);
            b[2 * text + 1] = cosine(second[text], second[near]);
        }
        return pearson(ranks(a), ranks(b));
    }

    private static int near(float[][] vectors, int text, int rank) {
        return IntStream.range(0, vectors.length)
                .filter(other -> other != text)
                .boxed()
                .sorted(Comparator.comparingDouble(other -> -cosine(vectors[text], vectors[other])))
                .skip(rank)
                .findFirst()
                .orElseThrow();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[] ranks(double[] values) {
        var order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> values[place]))
                .toList();
        var ranks = new double[values.length];
        for (int rank = 0; rank < ranks.length; rank++) ranks[order.get(rank)] = rank;
        return ranks;
    }

    private static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double together = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            together += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return together / Math.sqrt(squaresA * squaresB);
    }
}
