package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;

/// Predicts amounts that spread over orders of magnitude (dollars, tokens): a ridge on their logarithm.
///
/// @param smearing one a model: the mean of `exp(residual)`, which turns a mean of logarithms into a mean of amounts
///     (Duan 1983); NaN for a model whose amounts were never seen
/// @param deviation one a model: the residuals' deviation, in logarithms
public record LogRidge(Ridge ridge, float[] smearing, float[] deviation) {
    /// Predicted amounts beyond e^±30 are a sign of a broken fit, not of a price.
    private static final double BOUND = 30;

    /// One logarithm a model.
    public double[] logarithms(Features features) {
        var logarithms = new double[smearing.length];
        ridge.predict(features, logarithms);
        return logarithms;
    }

    public Belief belief(int model, double[] logarithms) {
        if (Float.isNaN(smearing[model])) return Belief.UNKNOWN;
        double mean = Math.exp(Math.clamp(logarithms[model], -BOUND, BOUND)) * smearing[model];
        double variance = (double) deviation[model] * deviation[model];
        return new Belief(mean, mean * Math.sqrt(Math.expm1(variance)));
    }
}
