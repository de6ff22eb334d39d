package dev.signalbox.learning.calibrate;

/// The logistic function and what fits need of it.
public final class Logistic {
    private Logistic() {}

    /// The probability at log odds `x`, without overflow.
    public static double of(double x) {
        if (x >= 0) return 1 / (1 + Math.exp(-x));
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /// The log loss of a target in 0..1 at log odds `x`.
    public static double loss(double x, double target) {
        // Not `log1p`, which the JDK computes in plain Java, several times slower: a sum of losses needs no more than
        // what it is off by here, 1e-16.
        return Math.max(x, 0) - target * x + Math.log(1 + Math.exp(-Math.abs(x)));
    }
}
