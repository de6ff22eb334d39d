package dev.signalbox.learning.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How probabilities compare with what came: the bars of a calibration plot.
///
/// @param bins those that hold an outcome, by rising probability
public record Reliability(List<Bin> bins) {
    public Reliability {
        bins = List.copyOf(bins);
    }

    /// @param predicted the mean probability
    /// @param observed the mean outcome
    public record Bin(int outcomes, double predicted, double observed) {}

    /// Bins of equal width over 0..1. A probability on a border belongs to the lower bin, and 0 to the first.
    ///
    /// @param outcomes 0..1, of the same length
    public static Reliability ofEqualWidth(double[] probabilities, double[] outcomes, int bins) {
        require(probabilities, outcomes, bins);
        var rows = new ArrayList<List<Integer>>();
        for (int i = 0; i < bins; i++) rows.add(new ArrayList<>());
        for (int row = 0; row < probabilities.length; row++) {
            int bin = (int) Math.ceil(probabilities[row] * bins) - 1;
            rows.get(Math.clamp(bin, 0, bins - 1)).add(row);
        }
        return new Reliability(rows.stream()
                .filter(some -> !some.isEmpty())
                .map(some -> bin(some.stream().mapToInt(Integer::intValue).toArray(), probabilities, outcomes))
                .toList());
    }

    /// Bins of as equal a number of outcomes as can be. Equal probabilities stay in one bin, so that the order of
    /// rows changes nothing.
    ///
    /// @param outcomes 0..1, of the same length
    public static Reliability ofEqualMass(double[] probabilities, double[] outcomes, int bins) {
        require(probabilities, outcomes, bins);
        int n = probabilities.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> probabilities[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        var made = new ArrayList<Bin>();
        for (int from = 0, i = 1; from < n; i++) {
            int to = Math.max(from, (int) ((long) n * i / bins));
            while (to > from && to < n && probabilities[order[to]] == probabilities[order[to - 1]]) to++;
            if (to > from) made.add(bin(Arrays.copyOfRange(order, from, to), probabilities, outcomes));
            from = to;
        }
        return new Reliability(made);
    }

    /// The expected calibration error: how far outcomes lie from probabilities, in the mean over outcomes.
    public double error() {
        double sum = 0;
        int all = 0;
        for (var bin : bins) {
            sum += bin.outcomes * Math.abs(bin.predicted - bin.observed);
            all += bin.outcomes;
        }
        return sum / all;
    }

    /// The mean squared difference of probability and outcome (Brier 1950): less is better.
    public static double brier(double[] probabilities, double[] outcomes) {
        require(probabilities, outcomes, 1);
        double sum = 0;
        for (int row = 0; row < outcomes.length; row++) {
            double error = probabilities[row] - outcomes[row];
            sum += error * error;
        }
        return sum / outcomes.length;
    }

    private static Bin bin(int[] rows, double[] probabilities, double[] outcomes) {
        return new Bin(
                rows.length,
                Arrays.stream(rows).mapToDouble(row -> probabilities[row]).sum() / rows.length,
                Arrays.stream(rows).mapToDouble(row -> outcomes[row]).sum() / rows.length);
    }

    private static void require(double[] probabilities, double[] outcomes, int bins) {
        if (bins < 1 || probabilities.length == 0 || probabilities.length != outcomes.length) {
            throw new IllegalArgumentException("reliability needs a bin, a probability, and an outcome a probability");
        }
        for (var values : List.of(probabilities, outcomes)) {
            if (!Arrays.stream(values).allMatch(value -> value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a probability or outcome is unknown or outside 0..1");
            }
        }
    }
}
