package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;

/// Quantiles of what is believed of an amount (dollars, tokens) that cannot be negative and spreads over orders of
/// magnitude: its logarithm is taken to be normal, with the belief's mean and deviation.
public final class LogNormalSpread {
    private static final double[] NUMERATOR = {2.515517, 0.802853, 0.010328};
    private static final double[] DENOMINATOR = {1, 1.432788, 0.189269, 0.001308};

    private LogNormalSpread() {}

    /// The amount that is not exceeded with this probability; NaN where the belief says nothing.
    ///
    /// @param probability between 0 and 1
    public static double quantile(Belief belief, double probability) {
        if (!belief.known() || !(belief.deviation() >= 0 && belief.deviation() < Double.POSITIVE_INFINITY)) {
            return Double.NaN;
        }
        if (belief.mean() <= 0) return Math.max(0, belief.mean());
        double ratio = belief.deviation() / belief.mean();
        double variance = Math.log1p(ratio * ratio);
        return belief.mean() * Math.exp(Math.sqrt(variance) * normal(probability) - variance / 2);
    }

    /// The standard normal distribution's quantile, to within 0.00045 (Hastings 1955, sheet 68).
    static double normal(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("a probability must lie between 0 and 1, not be " + probability);
        }
        double tail = Math.min(probability, 1 - probability);
        double t = Math.sqrt(-2 * Math.log(tail));
        double distance = t - polynomial(NUMERATOR, t) / polynomial(DENOMINATOR, t);
        return probability < 0.5 ? -distance : distance;
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }
}
