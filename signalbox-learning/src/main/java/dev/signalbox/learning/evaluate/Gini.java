package dev.signalbox.learning.evaluate;

import java.util.Arrays;

/// How unevenly a load is spread: 0 where all carry the same, `(n − 1) / n` where one of `n` carries everything.
final class Gini {
    private Gini() {}

    /// NaN where there is no load.
    static double of(double[] loads) {
        double[] sorted = loads.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += sorted[i];
            weighted += (2 * (i + 1) - sorted.length - 1) * sorted[i];
        }
        return sum == 0 ? Double.NaN : weighted / (sorted.length * sum);
    }
}
