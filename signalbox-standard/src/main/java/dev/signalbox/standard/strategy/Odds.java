package dev.signalbox.standard.strategy;

/// How often several that are right independently of each other are right together.
final class Odds {
    private Odds() {}

    /// At least one is.
    ///
    /// @param qualities the chance of each to be right, 0..1
    static double ofAny(double[] qualities) {
        double none = 1;
        for (double quality : qualities) none *= 1 - quality;
        return 1 - none;
    }

    /// More than half are; where it is half of them exactly, every second time.
    static double ofMajority(double[] qualities) {
        var right = new double[qualities.length + 1];
        right[0] = 1;
        for (double quality : qualities) {
            for (int count = right.length - 1; count > 0; count--) {
                right[count] = right[count] * (1 - quality) + right[count - 1] * quality;
            }
            right[0] *= 1 - quality;
        }
        double odds = 0;
        for (int count = 0; count < right.length; count++) {
            if (2 * count > qualities.length) odds += right[count];
            else if (2 * count == qualities.length) odds += right[count] / 2;
        }
        return odds;
    }
}
