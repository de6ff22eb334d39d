package dev.signalbox.learning.evaluate;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Resamples of the queries, drawn once and used for every method, so that differences between methods are paired.
public final class Bootstrap {
    private static final int RESAMPLES = 2_000;

    private final int[][] times;

    /// @param queries how many there are
    Bootstrap(int queries, int resamples, long seed) {
        var random = new Random(seed);
        times = new int[resamples][queries];
        for (int[] counts : times) {
            for (int i = 0; i < queries; i++) counts[random.nextInt(queries)]++;
        }
    }

    /// The mean of values, one a query. For a difference of two methods give their differences: then it is paired.
    public static Interval ofMean(double[] values, long seed) {
        return new Bootstrap(values.length, RESAMPLES, seed).of(values.length, counts -> mean(values, counts));
    }

    /// The statistic of all queries, and the middle 95 % of the resamples' statistics.
    ///
    /// @param statistic of how often each query counts; NaN where a resample has none
    Interval of(int queries, ToDoubleFunction<int[]> statistic) {
        var once = new int[queries];
        Arrays.fill(once, 1);
        double[] resampled = IntStream.range(0, times.length)
                .parallel()
                .mapToDouble(i -> statistic.applyAsDouble(times[i]))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double mean = statistic.applyAsDouble(once);
        if (resampled.length == 0) return new Interval(mean, mean, mean);
        return new Interval(mean, quantile(resampled, 0.025), quantile(resampled, 0.975));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /// The mean of the known values, each as often as it counts.
    static double mean(double[] values, int[] counts) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i] == 0 || Double.isNaN(values[i])) continue;
            sum += counts[i] * values[i];
            known += counts[i];
        }
        return known == 0 ? Double.NaN : sum / known;
    }
}
