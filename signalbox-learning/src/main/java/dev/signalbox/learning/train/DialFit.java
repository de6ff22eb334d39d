package dev.signalbox.learning.train;

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
    private static final int STEPS = 40;

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
        double from = spending(high);
        double to = spending(low);
        var perDollar = new double[PLACES];
        perDollar[0] = high;
        for (int place = 1; place < PLACES - 1; place++) {
            double wanted = from + (to - from) * Math.pow(place / (PLACES - 1.0), 3);
            perDollar[place] = Math.min(perDollar[place - 1], weight(wanted, low, high));
        }
        return perDollar;
    }

    /// The weight of a dollar at which just so much is spent: bisection, since less is spent as a dollar weighs more.
    private double weight(double wanted, double low, double high) {
        double below = Math.log(low);
        double above = Math.log(high);
        for (int step = 0; step < STEPS; step++) {
            double middle = (below + above) / 2;
            if (spending(Math.exp(middle)) > wanted) below = middle;
            else above = middle;
        }
        return Math.exp(above);
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
