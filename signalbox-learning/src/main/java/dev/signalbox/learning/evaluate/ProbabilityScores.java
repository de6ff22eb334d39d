package dev.signalbox.learning.evaluate;

import java.util.stream.IntStream;

/// Proper scores of believed qualities: the lower, the better.
final class ProbabilityScores {
    /// A belief of 0 or 1 that proves wrong would otherwise cost infinitely much.
    private static final double SUREST = 1e-6;

    private ProbabilityScores() {}

    /// The mean squared difference.
    static double brier(double[] believed, double[] quality) {
        return IntStream.range(0, believed.length)
                .mapToDouble(i -> (believed[i] - quality[i]) * (believed[i] - quality[i]))
                .average()
                .orElse(Double.NaN);
    }

    /// The mean cross entropy in nats.
    static double logLoss(double[] believed, double[] quality) {
        return IntStream.range(0, believed.length)
                .mapToDouble(i -> {
                    double p = Math.clamp(believed[i], SUREST, 1 - SUREST);
                    return -(quality[i] * Math.log(p) + (1 - quality[i]) * Math.log1p(-p));
                })
                .average()
                .orElse(Double.NaN);
    }
}
