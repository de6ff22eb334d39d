package dev.signalbox.learning.train;

import dev.signalbox.learning.calibrate.Reliability;
import dev.signalbox.standard.quality.Calibration;
import dev.signalbox.standard.quality.Isotonic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Fits one [Calibration] a model to scores of rows that the predictors had not seen.
///
/// The curve is shared by the models: scores already stand about each model's own mean, and a curve of its own for each
/// model reorders the models of a query by the noise of two curves. With a curve a model, routing was worse on every
/// table that was tried (AIQ by 0.0002 to 0.0034); with a shared one it is as good as without any. The deviations are
/// each model's own.
final class CalibrationFit {
    /// An isotonic curve of fewer outcomes has more noise than the scores that it would correct.
    private static final int CURVE_FROM = 300;

    private static final int ERROR_BINS = 15;

    private CalibrationFit() {}

    /// @param scores `[row][model]`
    /// @param outcomes `[row][model]`, NaN where unknown
    static List<Calibration> fit(double[][] scores, double[][] outcomes) {
        double[] known = known(outcomes, outcomes);
        var curve = known.length < CURVE_FROM ? Isotonic.IDENTITY : Isotonic.fit(known(scores, outcomes), known);
        var calibrations = new ArrayList<Calibration>();
        for (int model = 0; model < outcomes[0].length; model++) {
            calibrations.add(calibration(curve, scores, outcomes, model));
        }
        return calibrations;
    }

    /// How far calibrated predictions lie from outcomes, in the mean over known outcomes.
    static double error(double[][] predictions, double[][] outcomes) {
        return Reliability.ofEqualMass(known(predictions, outcomes), known(outcomes, outcomes), ERROR_BINS)
                .error();
    }

    private static double[] known(double[][] values, double[][] outcomes) {
        return IntStream.range(0, values.length)
                .mapToObj(row -> IntStream.range(0, values[row].length)
                        .filter(model -> !Double.isNaN(outcomes[row][model]))
                        .mapToDouble(model -> values[row][model]))
                .flatMapToDouble(Function.identity())
                .toArray();
    }

    private static Calibration calibration(Isotonic curve, double[][] scores, double[][] outcomes, int model) {
        var squares = new NonNegativeLeastSquares(2);
        boolean known = false;
        for (int row = 0; row < outcomes.length; row++) {
            if (Double.isNaN(outcomes[row][model])) continue;
            known = true;
            double quality = curve.of(scores[row][model]);
            double residual = outcomes[row][model] - quality;
            squares.add(new double[] {1, quality * (1 - quality)}, residual * residual);
        }
        // Of a model without outcomes all that is known is that its quality lies between 0 and 1.
        double[] deviation = known ? squares.solve() : new double[] {0.25, 0};
        return new Calibration(curve, deviation[0], deviation[1]);
    }
}
