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
        return Math.max(x, 0) - target * x + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
