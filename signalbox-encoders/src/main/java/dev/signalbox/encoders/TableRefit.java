package dev.signalbox.encoders;

import java.util.function.IntConsumer;

/// Moves token vectors so that the sums over texts come near given vectors, and no further from where they were than
/// that is worth: ridge regression towards the first table, `|B X - T|² + ridge |X - X₀|²`, by conjugate gradients.
/// Tokens that no text has stay where they are.
final class TableRefit {
    private static final double NOTHING = 1e-30;

    private final TokenBags bags;
    private final int dimensions;
    private final double ridge;

    TableRefit(TokenBags bags, int dimensions, double ridge) {
        this.bags = bags;
        this.dimensions = dimensions;
        this.ridge = ridge;
    }

    /// The first table at the scale that fits best, then so many steps from there.
    ///
    /// @param first `[tokens × dimensions]`
    /// @param targets `[texts × dimensions]`
    /// @param done is told each step
    float[] fit(float[] first, float[] targets, int steps, IntConsumer done) {
        float[] said = bags.texts(first, dimensions);
        float scale = (float) (dot(said, targets) / Math.max(dot(said, said), NOTHING));
        var table = new float[first.length];
        for (int i = 0; i < table.length; i++) table[i] = first[i] * scale;
        var missing = new float[targets.length];
        for (int i = 0; i < missing.length; i++) missing[i] = targets[i] - scale * said[i];

        float[] residual = bags.tokens(missing, dimensions);
        float[] direction = residual.clone();
        double[] squares = columnDots(residual, residual);
        for (int step = 1; step <= steps; step++) {
            float[] image = bags.tokens(bags.texts(direction, dimensions), dimensions);
            for (int i = 0; i < image.length; i++) image[i] += (float) (ridge * direction[i]);
            // Every dimension is a regression of its own, so it has a step of its own.
            float[] stride = ratios(squares, columnDots(direction, image));
            addColumns(table, direction, stride, 1);
            addColumns(residual, image, stride, -1);
            double[] fewer = columnDots(residual, residual);
            float[] turn = ratios(fewer, squares);
            for (int i = 0; i < direction.length; i++) direction[i] = residual[i] + turn[i % dimensions] * direction[i];
            squares = fewer;
            done.accept(step);
        }
        return table;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
        return sum;
    }

    private double[] columnDots(float[] a, float[] b) {
        var sums = new double[dimensions];
        for (int from = 0; from < a.length; from += dimensions) {
            for (int k = 0; k < dimensions; k++) sums[k] += (double) a[from + k] * b[from + k];
        }
        return sums;
    }

    private static float[] ratios(double[] a, double[] b) {
        var ratios = new float[a.length];
        for (int k = 0; k < a.length; k++) ratios[k] = (float) (a[k] / Math.max(b[k], NOTHING));
        return ratios;
    }

    private void addColumns(float[] to, float[] what, float[] stride, int sign) {
        for (int from = 0; from < to.length; from += dimensions) {
            for (int k = 0; k < dimensions; k++) to[from + k] += sign * stride[k] * what[from + k];
        }
    }
}
