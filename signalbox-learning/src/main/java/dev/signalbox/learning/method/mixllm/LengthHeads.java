package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;

/// How long each model's answer will be: a linear head for `log(1 + tokens)`, and what its errors add on the way back.
///
/// @param smearing one a model: the mean of `exp(error)`, without which the mean length would come out too low (Duan,
///     1983); NaN for a model of which no length is known
record LengthHeads(Ridge logarithm, double[] smearing) {
    static LengthHeads fit(float[][] inputs, double[][] tokens, int[] rows, double penalty) {
        double[][] logarithms = Arrays.stream(tokens)
                .map(row -> Arrays.stream(row).map(Math::log1p).toArray())
                .toArray(double[][]::new);
        int models = tokens[0].length;
        var ridge = RidgeFit.fit(Ridge.Input.LEXICAL, inputs, logarithms, rows, models, new double[] {penalty})
                .getFirst();
        var sums = new double[models];
        var counts = new double[models];
        var predicted = new double[models];
        for (int row : rows) {
            ridge.predict(Features.lexical(inputs[row]), predicted);
            for (int model = 0; model < models; model++) {
                if (Double.isNaN(logarithms[row][model])) continue;
                sums[model] += Math.exp(logarithms[row][model] - predicted[model]);
                counts[model]++;
            }
        }
        // Nothing known is 0 / 0.
        for (int model = 0; model < models; model++) sums[model] /= counts[model];
        return new LengthHeads(ridge, sums);
    }

    /// Tokens, one a model; NaN where no length was known.
    double[] tokens(float[] input) {
        var tokens = new double[smearing.length];
        logarithm.predict(Features.lexical(input), tokens);
        for (int model = 0; model < tokens.length; model++) {
            tokens[model] = Math.max(0, Math.exp(tokens[model]) * smearing[model] - 1);
        }
        return tokens;
    }
}
