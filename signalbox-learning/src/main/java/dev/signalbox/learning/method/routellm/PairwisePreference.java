package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.calibrate.Logistic;

/// How two answers' qualities become a preference. A difference of 1 is a win and none is a tie; what lies between, of
/// graded qualities, is partly each. A judge's 0.71 against 0.70 is then almost a tie, not a win.
final class PairwisePreference {
    private PairwisePreference() {}

    /// The probability that the first wins.
    static double win(double difference) {
        return Math.max(difference, 0);
    }

    static double tie(double difference) {
        return 1 - Math.abs(difference);
    }

    /// Wins with ties as half of one.
    static double share(double difference) {
        return (1 + difference) / 2;
    }

    /// Turns strengths, of which differences are log odds, into 0..1: how likely a model is to win against another one
    /// of the pool. For two models it rises with the odds, so that thresholds mean what they do in the paper.
    static double[] winRates(double[] strengths) {
        var rates = new double[strengths.length];
        for (int a = 0; a < rates.length; a++) {
            for (int b = 0; b < rates.length; b++) {
                if (a != b) rates[a] += Logistic.of(strengths[a] - strengths[b]) / (rates.length - 1);
            }
        }
        return rates;
    }
}
