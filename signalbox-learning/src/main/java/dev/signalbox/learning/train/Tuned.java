package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/// A ridge with the penalty that predicts unseen rows best, and those predictions.
record Tuned(Ridge ridge, double[][] unseen) {
    static Tuned of(Ridge.Input input, Features[] features, double[][] targets, Folds folds, RowError error) {
        float[][] inputs = inputs(input, features);
        double[][][] unseen = folds.predict(
                features,
                targets[0].length,
                seen -> RidgeFit.fit(input, inputs, targets, seen, targets[0].length, EnsembleFit.PENALTIES));
        int best = 0;
        for (int p = 1; p < unseen.length; p++) {
            if (squares(unseen[p], targets, error) < squares(unseen[best], targets, error)) best = p;
        }
        int[] all = IntStream.range(0, inputs.length).toArray();
        var ridge = RidgeFit.fit(
                input, inputs, targets, all, targets[0].length, new double[] {EnsembleFit.PENALTIES[best]});
        return new Tuned(ridge.getFirst(), unseen[best]);
    }

    /// What a ridge reads of each row.
    static float[][] inputs(Ridge.Input input, Features[] features) {
        return Arrays.stream(features)
                .map(row -> switch (input) {
                    case JOINED -> Objects.requireNonNull(row.joined());
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
