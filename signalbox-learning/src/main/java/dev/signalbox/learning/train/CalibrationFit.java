package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Calibration;
import dev.signalbox.standard.quality.Isotonic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Fits one [Calibration] a model to scores of rows that the predictors had not seen.
final class CalibrationFit {
    /// An isotonic curve of fewer outcomes has more noise than the scores it would correct.
    private static final int CURVE_FROM = 300;

    private CalibrationFit() {}

    /// @param scores `[row][model]`
    /// @param outcomes `[row][model]`, NaN where unknown
    static List<Calibration> fit(double[][] scores, double[][] outcomes) {
        var calibrations = new ArrayList<Calibration>();
        for (int model = 0; model < outcomes[0].length; model++) calibrations.add(fit(scores, outcomes, model));
        return calibrations;
    }

    private static Calibration fit(double[][] scores, double[][] outcomes, int model) {
        int[] known = IntStream.range(0, outcomes.length)
                .filter(row -> !Double.isNaN(outcomes[row][model]))
                .toArray();
        double[] score =
                IntStream.of(known).mapToDouble(row -> scores[row][model]).toArray();
        double[] outcome =
                IntStream.of(known).mapToDouble(row -> outcomes[row][model]).toArray();
        var curve = known.length < CURVE_FROM ? Isotonic.IDENTITY : Isotonic.fit(score, outcome);
        var squares = new NonNegativeLeastSquares(2);
        for (int i = 0; i < known.length; i++) {
            double quality = curve.of(score[i]);
            double residual = outcome[i] - quality;
            squares.add(new double[] {1, quality * (1 - quality)}, residual * residual);
        }
        double[] deviation = known.length == 0 ? new double[] {0.25, 0} : squares.solve();
        return new Calibration(curve, deviation[0], deviation[1]);
    }
}
