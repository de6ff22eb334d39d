package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Predictor;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A predictor with the penalty that predicts unseen rows best, and those predictions.
record Tuned<P extends Predictor>(P predictor, double[][] unseen) {
    private static final double[] PENALTIES = {10, 30, 100, 300};

    /// Fits one predictor a penalty to some rows.
    interface Fit<P extends Predictor> {
        List<P> to(int[] rows, double[] penalties);
    }

    static Tuned<Ridge> ridge(Ridge.Input input, Features[] features, double[][] targets, Folds folds, RowError error) {
        float[][] inputs = inputs(input, features);
        return of(
                (rows, penalties) -> RidgeFit.fit(input, inputs, targets, rows, targets[0].length, penalties),
                features,
                targets,
                folds,
                error);
    }

    static <P extends Predictor> Tuned<P> of(
            Fit<P> fit, Features[] features, double[][] targets, Folds folds, RowError error) {
        double[][][] unseen = folds.predict(features, targets[0].length, seen -> fit.to(seen, PENALTIES));
        int best = 0;
        for (int p = 1; p < unseen.length; p++) {
            if (squares(unseen[p], targets, error) < squares(unseen[best], targets, error)) best = p;
        }
        int[] all = IntStream.range(0, features.length).toArray();
        return new Tuned<>(fit.to(all, new double[] {PENALTIES[best]}).getFirst(), unseen[best]);
    }

    /// What a ridge reads of each row.
    static float[][] inputs(Ridge.Input input, Features[] features) {
        return Arrays.stream(features)
                .map(row -> switch (input) {
                    case JOINED -> row.joined();
                    case LEXICAL -> row.lexical();
                })
                .toArray(float[][]::new);
    }

    private static double squares(double[][] predictions, double[][] targets, RowError error) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            for (double residual : error.centred(targets[row], targets[row], predictions[row])) {
                if (!Double.isNaN(residual)) sum += residual * residual;
            }
        }
        return sum;
    }
}
