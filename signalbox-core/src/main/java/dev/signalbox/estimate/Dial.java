package dev.signalbox.estimate;

import java.util.Arrays;

/// Turns a place between cost (0) and quality (1) into a utility.
///
/// A dollar's worth in quality spans many orders of magnitude between pools of models, so the dial is a table fitted to
/// one pool: `perDollar[k]` is the weight of a dollar at the place `k / (n - 1)`. Places between two entries are
/// interpolated on a log scale. The weights fall; the last may be zero (quality alone).
///
/// @param perDollar the table, at least two entries, finite, not rising
/// @param perSecond the weight of a second, at every place
public record Dial(double[] perDollar, double perSecond) {
    /// Below this a weight decides nothing: a million dollars are worth less than one part in a million of quality.
    private static final double FLOOR = 1e-12;

    public Dial {
        perDollar = perDollar.clone();
        if (perDollar.length < 2) throw new IllegalArgumentException("a dial needs two places or more");
        for (int k = 0; k < perDollar.length; k++) {
            if (!(perDollar[k] >= 0 && perDollar[k] < Double.POSITIVE_INFINITY)
                    || (k > 0 && perDollar[k] > perDollar[k - 1])) {
                throw new IllegalArgumentException(
                        "a dial's weights must be finite, zero or more, and not rise: " + Arrays.toString(perDollar));
            }
        }
    }

    /// A dial for a pool of which only prices are known: from `cheapestFirst`, at which a call of `typicalCostUsd` is
    /// worth more than any answer, down to zero.
    public static Dial ofTypicalCost(double typicalCostUsd) {
        double scale = 1 / Math.max(typicalCostUsd, 1e-9);
        return new Dial(new double[] {1e3 * scale, 1e1 * scale, 1e-1 * scale, 1e-3 * scale, 0}, 0);
    }

    /// @param place 0 (cost alone) to 1 (quality alone)
    public Utility at(double place) {
        if (!(place >= 0 && place <= 1)) {
            throw new IllegalArgumentException("`quality` must be between 0 and 1, not " + place);
        }
        double position = place * (perDollar.length - 1);
        int below = (int) Math.min(position, perDollar.length - 2.0);
        double part = position - below;
        if (part == 0) return new Utility(perDollar[below], perSecond);
        if (part == 1) return new Utility(perDollar[below + 1], perSecond);
        double from = Math.log(Math.max(perDollar[below], FLOOR));
        double to = Math.log(Math.max(perDollar[below + 1], FLOOR));
        return new Utility(Math.exp(from + part * (to - from)), perSecond);
    }
}
