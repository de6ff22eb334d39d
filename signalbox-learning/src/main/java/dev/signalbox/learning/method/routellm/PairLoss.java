package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.calibrate.Logistic;

/// The log loss of all of a query's comparisons.
final class PairLoss {
    private PairLoss() {}

    /// Every comparison of a query counts so much less as there are more of them that a query weighs as much as its
    /// known models do.
    ///
    /// @param slopes to which the loss's slope by each model's strength is added
    static double add(double[] quality, double[] strengths, double[] slopes) {
        int known = 0;
        for (double value : quality) if (!Double.isNaN(value)) known++;
        double loss = 0;
        for (int a = 0; a < quality.length; a++) {
            if (Double.isNaN(quality[a])) continue;
            for (int b = 0; b < a; b++) {
                if (Double.isNaN(quality[b])) continue;
                double odds = strengths[a] - strengths[b];
                double share = PairwisePreference.share(quality[a] - quality[b]);
                double weight = 1.0 / (known - 1);
                loss += weight * Logistic.loss(odds, share);
                double slope = weight * (Logistic.of(odds) - share);
                slopes[a] += slope;
                slopes[b] -= slope;
            }
        }
        return loss;
    }
}
