package dev.signalbox.learning.numeric;

import java.util.Arrays;

/// How likely each of several classes is: softmax regression, with a weight for each input and an intercept a class.
///
/// @param weights class by class, the intercept last
public record Softmax(double[] weights, int classes) {
    private static final int ROUNDS = 200;

    /// @param inputs `[row]`, one or more, of one size
    /// @param targets `[row][class]`, which add up to 1
    /// @param penalty on the square of weights
    public static Softmax fit(float[][] inputs, double[][] targets, double penalty) {
        int classes = targets[0].length;
        int size = inputs[0].length + 1;
        var penalties = new double[classes * size];
        // The last number of a class, its intercept, goes free, but for what keeps it finite.
        for (int i = 0; i < penalties.length; i++) penalties[i] = i % size == size - 1 ? 1e-3 : penalty;
        var objective = Minimiser.overRows(
                inputs.length,
                (row, weights, gradient) -> addLoss(inputs[row], targets[row], weights, gradient),
                penalties);
        return new Softmax(Minimiser.minimise(objective, new double[penalties.length], ROUNDS), classes);
    }

    /// Which add up to 1.
    public double[] of(float[] input) {
        return of(input, weights, classes);
    }

    private static double addLoss(float[] row, double[] target, double[] weights, double[] gradient) {
        double[] likely = of(row, weights, target.length);
        double loss = 0;
        for (int c = 0; c < target.length; c++) {
            loss -= target[c] * Math.log(Math.max(likely[c], 1e-300));
            double error = likely[c] - target[c];
            int begin = c * (row.length + 1);
            for (int i = 0; i < row.length; i++) gradient[begin + i] += error * row[i];
            gradient[begin + row.length] += error;
        }
        return loss;
    }

    private static double[] of(float[] row, double[] weights, int classes) {
        var likely = new double[classes];
        for (int c = 0; c < classes; c++) {
            int begin = c * (row.length + 1);
            likely[c] = weights[begin + row.length];
            for (int i = 0; i < row.length; i++) likely[c] += weights[begin + i] * row[i];
        }
        double most = Arrays.stream(likely).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            likely[c] = Math.exp(likely[c] - most);
            sum += likely[c];
        }
        for (int c = 0; c < classes; c++) likely[c] /= sum;
        return likely;
    }
}
