package dev.signalbox.learning.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// How well a score tells which queries need the stronger of two models: RouteLLM's metrics (arXiv 2406.18665).
///
/// @param recovered the share of the gap between the two models that is recovered when the queries with the highest
///     scores go to the stronger one: at 0, 10, … 100 % of the queries
public record StrongCalls(double[] recovered) {
    private static final int BINS = 10;

    /// @param scores the higher, the more the query needs the stronger model
    /// @param weak the weaker model's qualities
    /// @param strong the stronger model's, on average better
    static StrongCalls of(double[] scores, double[] weak, double[] strong) {
        int n = scores.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double gap = 0;
        for (int i = 0; i < n; i++) gap += strong[i] - weak[i];
        double[] gains = gains(order, scores, weak, strong);
        var recovered = new double[BINS + 1];
        double sum = 0;
        int taken = 0;
        for (int bin = 1; bin <= BINS; bin++) {
            int to = (int) Math.round(n * (double) bin / BINS);
            for (; taken < to; taken++) sum += gains[taken];
            recovered[bin] = sum / gap;
        }
        return new StrongCalls(recovered);
    }

    /// What each query gains, in order. Among equal scores the order is no choice of the method's, so each
    /// gains their mean.
    private static double[] gains(int[] order, double[] scores, double[] weak, double[] strong) {
        var gains = new double[order.length];
        for (int from = 0, to = 0; from < order.length; from = to) {
            double sum = 0;
            for (; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
                sum += strong[order[to]] - weak[order[to]];
            }
            Arrays.fill(gains, from, to, sum / (to - from));
        }
        return gains;
    }

    /// A score that tells nothing, in expectation.
    static StrongCalls random() {
        return new StrongCalls(IntStream.rangeClosed(0, BINS)
                .mapToDouble(i -> i / (double) BINS)
                .toArray());
    }

    /// Average performance gap recovered: the area under the curve.
    double apgr() {
        double area = 0;
        for (int i = 1; i < recovered.length; i++) area += (recovered[i] + recovered[i - 1]) / 2;
        return area / (recovered.length - 1);
    }

    /// The least percentage of calls to the stronger model that recovers this share of the gap.
    double cpt(double share) {
        for (int i = 1; i < recovered.length; i++) {
            if (recovered[i] < share) continue;
            double part = (share - recovered[i - 1]) / (recovered[i] - recovered[i - 1]);
            return 100.0 * (i - 1 + part) / (recovered.length - 1);
        }
        return 100;
    }
}
