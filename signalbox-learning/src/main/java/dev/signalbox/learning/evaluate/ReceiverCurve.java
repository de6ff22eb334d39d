package dev.signalbox.learning.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/// How well a score tells the positive cases from the others.
public final class ReceiverCurve {
    private ReceiverCurve() {}

    /// The chance that a positive case scores above another one, where equal scores count half; NaN where
    /// all are of one kind.
    public static double area(double[] scores, boolean[] positive) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = 0;
        double ranks = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) to++;
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                if (!positive[order[i]]) continue;
                positives++;
                ranks += rank;
            }
            from = to;
        }
        long negatives = order.length - positives;
        if (positives == 0 || negatives == 0) return Double.NaN;
        return (ranks - positives * (positives + 1) / 2.0) / positives / negatives;
    }
}
