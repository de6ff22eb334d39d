package dev.signalbox.learning.method.routellm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Ratings in a few tiers with the least spread within them, by dynamic programming over the sorted ratings.
final class Tiers {
    private final double[] sums;
    private final double[] squares;

    private Tiers(double[] sorted) {
        sums = new double[sorted.length + 1];
        squares = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
            squares[i + 1] = squares[i] + sorted[i] * sorted[i];
        }
    }

    /// @param tiers no more than there are ratings
    /// @return the tier of each rating; the lowest is 0
    static int[] of(double[] ratings, int tiers) {
        int[] order = IntStream.range(0, ratings.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> ratings[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] begins =
                new Tiers(Arrays.stream(order).mapToDouble(i -> ratings[i]).toArray()).begins(tiers);
        var tier = new int[ratings.length];
        for (int t = 0; t < tiers; t++) {
            int end = t + 1 < tiers ? begins[t + 1] : ratings.length;
            for (int i = begins[t]; i < end; i++) tier[order[i]] = t;
        }
        return tier;
    }

    private int[] begins(int tiers) {
        int count = sums.length - 1;
        var least = new double[tiers + 1][count + 1];
        var begin = new int[tiers + 1][count + 1];
        for (double[] row : least) Arrays.fill(row, Double.POSITIVE_INFINITY);
        least[0][0] = 0;
        for (int t = 1; t <= tiers; t++) {
            for (int to = t; to <= count; to++) {
                for (int from = t - 1; from < to; from++) {
                    double spread = least[t - 1][from] + spread(from, to);
                    if (spread >= least[t][to]) continue;
                    least[t][to] = spread;
                    begin[t][to] = from;
                }
            }
        }
        var begins = new int[tiers];
        int to = count;
        for (int t = tiers; t > 0; t--) {
            begins[t - 1] = begin[t][to];
            to = begins[t - 1];
        }
        return begins;
    }

    private double spread(int from, int to) {
        double sum = sums[to] - sums[from];
        return squares[to] - squares[from] - sum * sum / (to - from);
    }
}
