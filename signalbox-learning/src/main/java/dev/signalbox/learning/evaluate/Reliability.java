package dev.signalbox.learning.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How well believed qualities are borne out: what was believed and what came of it, in bins.
///
/// @param bins from the lowest belief to the highest; none is empty
public record Reliability(List<Bin> bins) {
    static final int BINS = 15;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /// @param believed the mean belief
    /// @param quality the mean of what came of it
    public record Bin(double believed, double quality, int count) {}

    /// Bins of equally many pairs, in the order of belief; equal beliefs are not kept together.
    static Reliability equalMass(double[] believed, double[] quality, int bins) {
        int[] order = IntStream.range(0, believed.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> believed[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var filled = new ArrayList<Bin>();
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) order.length * bin / bins);
            int to = (int) ((long) order.length * (bin + 1) / bins);
            if (to > from)
                filled.add(bin(
                        believed,
                        quality,
                        IntStream.range(from, to).map(i -> order[i]).toArray()));
        }
        return new Reliability(filled);
    }

    /// Bins of equal width between 0 and 1, closed to the right.
    static Reliability equalWidth(double[] believed, double[] quality, int bins) {
        var filled = new ArrayList<Bin>();
        for (int bin = 0; bin < bins; bin++) {
            int place = bin;
            int[] in = IntStream.range(0, believed.length)
                    .filter(i -> Math.max(0, (int) Math.ceil(believed[i] * bins) - 1) == place)
                    .toArray();
            if (in.length > 0) filled.add(bin(believed, quality, in));
        }
        return new Reliability(filled);
    }

    private static Bin bin(double[] believed, double[] quality, int[] in) {
        return new Bin(
                IntStream.of(in).mapToDouble(i -> believed[i]).average().orElseThrow(),
                IntStream.of(in).mapToDouble(i -> quality[i]).average().orElseThrow(),
                in.length);
    }

    /// Expected calibration error: how far belief and outcome are apart in a bin, on average over the pairs.
    public double error() {
        double sum = 0;
        long count = 0;
        for (var bin : bins) {
            sum += bin.count * Math.abs(bin.believed - bin.quality);
            count += bin.count;
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
