package dev.signalbox.learning.calibrate;

import java.util.Arrays;

/// A logistic curve from score to probability: `p = σ(slope · score + intercept)` (Platt 1999, "Probabilistic
/// outputs for support vector machines"). Two numbers, so it is steadier than an isotonic curve while outcomes
/// are few (up to some hundreds); with thousands the isotonic curve assumes less.
public record Platt(double slope, double intercept) {
    /// @return the probability, between 0 and 1; NaN for a score that is NaN
    public double of(double score) {
        return Logistic.of(slope * score + intercept);
    }

    /// The curve with the least log loss against Platt's targets `(N₊ + 1)/(N₊ + 2)` and `1/(N₋ + 2)`: no
    /// finite number of outcomes proves a certainty. A graded outcome lies between the two.
    ///
    /// @param scores of rows that the scorer was not fitted to
    /// @param outcomes 0..1, of the same length
    /// @throws IllegalArgumentException where there is no row, or a number is unknown or out of range
    public static Platt fit(double[] scores, double[] outcomes) {
        var none = new int[scores.length];
        return OffsetFit.of(scores, outcomes, none, 0)
                .solve(Double.POSITIVE_INFINITY)
                .shared();
    }

    /// Platt's targets for outcomes in 0..1.
    static double[] targets(double[] outcomes) {
        double right = Arrays.stream(outcomes).sum();
        double high = (right + 1) / (right + 2);
        double low = 1 / (outcomes.length - right + 2);
        return Arrays.stream(outcomes)
                .map(outcome -> low + outcome * (high - low))
                .toArray();
    }
}
