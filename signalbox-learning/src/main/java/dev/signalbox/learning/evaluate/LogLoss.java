package dev.signalbox.learning.evaluate;

import java.util.stream.IntStream;

/// How surprising outcomes were to who believed so: the mean cross entropy in nats. The lower, the better.
final class LogLoss {
    /// A belief of 0 or 1 that proves wrong would otherwise cost infinitely much.
    private static final double SUREST = 1e-6;

    private LogLoss() {}

    /// @param believed 0..1
    /// @param quality 0..1, as many; NaN where there are none
    static double of(double[] believed, double[] quality) {
        return IntStream.range(0, believed.length)
                .mapToDouble(i -> {
                    double p = Math.clamp(believed[i], SUREST, 1 - SUREST);
                    return -(quality[i] * Math.log(p) + (1 - quality[i]) * Math.log1p(-p));
                })
                .average()
                .orElse(Double.NaN);
    }
}
