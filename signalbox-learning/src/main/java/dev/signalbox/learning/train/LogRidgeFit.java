package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.LogRidge;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;

/// Fits a [LogRidge] to amounts; smearing and deviation come from rows that the ridge had not seen.
final class LogRidgeFit {
    /// Less than a millionth of a cent or a token: what is nothing has a logarithm too.
    private static final double LEAST = 1e-8;

    private LogRidgeFit() {}

    /// A log ridge and the amounts it predicts for rows that it had not seen, NaN for models without any amount.
    record Fitted(LogRidge log, double[][] unseen) {}

    /// @param amounts `[row][model]`, NaN where unknown
    static Fitted fit(Ridge.Input input, Features[] features, double[][] amounts, Folds folds) {
        var logarithms = Arrays.stream(amounts)
                .map(row -> Arrays.stream(row)
                        .map(amount -> Math.log(Math.max(amount, LEAST)))
                        .toArray())
                .toArray(double[][]::new);
        // Math.max keeps NaN, so what is unknown stays unknown.
        var tuned = Tuned.ridge(input, features, logarithms, folds, RowError.ABSOLUTE);
        int models = amounts[0].length;
        var smearing = new float[models];
        var deviation = new float[models];
        for (int model = 0; model < models; model++) {
            double factor = 0;
            double squares = 0;
            int known = 0;
            for (int row = 0; row < amounts.length; row++) {
                double residual = logarithms[row][model] - tuned.unseen()[row][model];
                if (Double.isNaN(residual)) continue;
                factor += Math.exp(Math.clamp(residual, -10, 10));
                squares += residual * residual;
                known++;
            }
            smearing[model] = known == 0 ? Float.NaN : (float) (factor / known);
            deviation[model] = known == 0 ? Float.NaN : (float) Math.sqrt(squares / known);
        }
        var log = new LogRidge(tuned.predictor(), smearing, deviation);
        var unseen = new double[amounts.length][models];
        for (int row = 0; row < amounts.length; row++) {
            for (int model = 0; model < models; model++) {
                unseen[row][model] = log.belief(model, tuned.unseen()[row]).mean();
            }
        }
        return new Fitted(log, unseen);
    }
}
