package dev.signalbox.learning.train;

import java.util.Arrays;

/// Fits the table of a dial to a pool of models, so that a place on it says what is spent.
///
/// Place 0 spends what the cheapest routing costs, place 1 what quality alone costs, and place `d` lies `d³` of the
/// way between: the middle spends an eighth of the way, three quarters spend four tenths. The weights of a dollar that
/// do so are read off routing each training query by predictions that had not seen it.
///
/// Why the cube: the curve of quality over cost is steep at the cheap end, so places must be close together there. The
/// geometric interpolation is closer still, and its middle gave away quality on every pool that was tried.
final class DialFit {
    private static final int PLACES = 21;
    private static final int STEPS = 200;

    private final double[][] quality;
    private final double[][] predictedUsd;
    private final double[][] actualUsd;

    /// @param quality `[query][model]`, predicted
    /// @param predictedUsd `[query][model]`, NaN where unknown
    /// @param actualUsd `[query][model]`, NaN where unknown
    DialFit(double[][] quality, double[][] predictedUsd, double[][] actualUsd) {
        this.quality = quality;
        this.predictedUsd = predictedUsd;
        this.actualUsd = actualUsd;
    }

    /// Empty where no cost is known.
    double[] perDollar() {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double[] row : predictedUsd) {
            for (double cost : row) {
                if (!(cost > 0)) continue;
                least = Math.min(least, cost);
                most = Math.max(most, cost);
            }
        }
        if (most == 0) return new double[0];
        // From "a difference of the cheapest calls outweighs every quality" to "the dearest call weighs nothing".
        double high = 100 / least;
        double low = 1e-4 / most;
        var weights = new double[STEPS];
        var spending = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            weights[i] = high * Math.pow(low / high, i / (STEPS - 1.0));
            spending[i] = spending(weights[i]);
        }
        // What is spent rises as a dollar's weight falls but for noise; the table must not rise and fall.
        for (int i = 1; i < STEPS; i++) spending[i] = Math.max(spending[i], spending[i - 1]);
        return places(weights, spending);
    }

    private static double[] places(double[] weights, double[] spending) {
        double from = Math.max(spending[0], 1e-12);
        double to = Math.max(spending[spending.length - 1], from);
        var perDollar = new double[PLACES];
        for (int place = 1; place < PLACES - 1; place++) {
            double wanted = from + (to - from) * Math.pow(place / (PLACES - 1.0), 3);
            int at = Arrays.binarySearch(spending, wanted);
            perDollar[place] = weights[Math.min(at < 0 ? -at - 1 : at, weights.length - 1)];
        }
        perDollar[0] = weights[0];
        for (int place = 1; place < PLACES; place++)
            perDollar[place] = Math.min(perDollar[place], perDollar[place - 1]);
        return perDollar;
    }

    /// The mean cost of the chosen models where it is known.
    private double spending(double perDollar) {
        double sum = 0;
        int known = 0;
        for (int row = 0; row < quality.length; row++) {
            int chosen = -1;
            double best = Double.NEGATIVE_INFINITY;
            for (int model = 0; model < quality[row].length; model++) {
                double utility = quality[row][model] - perDollar * predictedUsd[row][model];
                if (utility > best) {
                    best = utility;
                    chosen = model;
                }
            }
            if (chosen < 0 || Double.isNaN(actualUsd[row][chosen])) continue;
            sum += actualUsd[row][chosen];
            known++;
        }
        return known == 0 ? 0 : sum / known;
    }
}
