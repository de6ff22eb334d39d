package dev.signalbox.learning.method.llm;

import java.util.Arrays;

/// A choice as numbers, one a model: an unsure one gives all models the same share, a sure one the chosen model all.
final class Shares {
    /// Less than the least confidence, so that what is believed besides never outweighs a choice.
    private static final double BESIDES = 1e-3;

    private static final double CONFIDENCE_MIN = 1e-2;

    private Shares() {}

    /// @param besides what decides between equal shares, 0..1
    static double[] of(int chosen, double confidence, double[] besides) {
        double sure = Math.max(CONFIDENCE_MIN, confidence);
        double[] shares = equal(besides, 1 - sure);
        shares[chosen] += sure;
        return shares;
    }

    /// Where nothing was chosen.
    static double[] equal(double[] besides) {
        return equal(besides, 1);
    }

    private static double[] equal(double[] besides, double sum) {
        return Arrays.stream(besides)
                .map(value -> sum / besides.length + BESIDES * value)
                .toArray();
    }
}
