package dev.signalbox.standard.quality;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// A rising curve through points, linear between them and flat outside: what a score has really been worth.
///
/// Fitted by pool-adjacent-violators: the rising step function nearest to the outcomes in weighted squares. Between the
/// centres of its blocks the curve is interpolated, so that two scores in one block keep their order.
///
/// @param scores rising
/// @param values of the same length, not falling
public record Isotonic(float[] scores, float[] values) {
    public Isotonic {
        if (scores.length == 0 || scores.length != values.length) {
            throw new IllegalArgumentException("a curve needs a point, and a value a score");
        }
    }

    /// The curve that changes nothing within 0..1.
    public static final Isotonic IDENTITY = new Isotonic(new float[] {0, 1}, new float[] {0, 1});

    public double of(double score) {
        if (!(score > scores[0])) return values[0];
        int last = scores.length - 1;
        if (score >= scores[last]) return values[last];
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (scores[middle] <= score) low = middle;
            else high = middle;
        }
        double part = (score - scores[low]) / (scores[high] - scores[low]);
        return values[low] + part * (values[high] - values[low]);
    }

    /// The curve nearest to the outcomes, within `[1/(n+2), 1 − 1/(n+2)]`: no finite number of outcomes proves a
    /// certainty.
    public static Isotonic fit(double[] scores, double[] outcomes) {
        int n = scores.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var sorted = Arrays.stream(order).mapToDouble(i -> outcomes[i]).toArray();
        var weights = new double[n];
        Arrays.fill(weights, 1);
        double[] pooled = pool(sorted, weights);
        var centres = new float[n];
        var values = new float[n];
        int blocks = 0;
        for (int from = 0, to; from < n; from = to) {
            double sum = 0;
            for (to = from; to < n && pooled[to] == pooled[from]; to++) sum += scores[order[to]];
            float centre = (float) (sum / (to - from));
            if (blocks > 0 && centre <= centres[blocks - 1]) continue;
            centres[blocks] = centre;
            values[blocks++] = (float) Math.clamp(pooled[from], 1.0 / (n + 2), 1 - 1.0 / (n + 2));
        }
        return new Isotonic(Arrays.copyOf(centres, blocks), Arrays.copyOf(values, blocks));
    }

    /// The rising curve nearest to these values.
    ///
    /// @param scores rising
    /// @param values of the same length
    /// @param weights of the values, positive
    public static Isotonic rising(float[] scores, double[] values, double[] weights) {
        double[] pooled = pool(values, weights);
        var rising = new float[pooled.length];
        for (int i = 0; i < rising.length; i++) rising[i] = (float) pooled[i];
        return new Isotonic(scores, rising);
    }

    /// Pool adjacent violators: the non-falling sequence nearest to `values` in weighted squares.
    static double[] pool(double[] values, double[] weights) {
        int n = values.length;
        var mean = new double[n];
        var weight = new double[n];
        var length = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            mean[blocks] = values[i];
            weight[blocks] = weights[i];
            length[blocks++] = 1;
            while (blocks > 1 && mean[blocks - 2] >= mean[blocks - 1]) {
                blocks--;
                double both = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / both;
                weight[blocks - 1] = both;
                length[blocks - 1] += length[blocks];
            }
        }
        var pooled = new double[n];
        for (int block = 0, at = 0; block < blocks; block++) {
            Arrays.fill(pooled, at, at + length[block], mean[block]);
            at += length[block];
        }
        return pooled;
    }
}
