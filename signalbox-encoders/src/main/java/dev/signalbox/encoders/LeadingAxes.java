package dev.signalbox.encoders;

import java.util.SplittableRandom;

/// Fewer axes that keep as much of given vectors as so many can: an orthonormal basis of the leading subspace of their
/// second moments, by subspace iteration. Which basis of the subspace it is does not matter, since all of them keep
/// lengths and angles alike.
final class LeadingAxes {
    private static final int STEPS = 40;

    private final double[][] axes;

    private LeadingAxes(double[][] axes) {
        this.axes = axes;
    }

    /// @param vectors all of one length, `[n][dimensions]`
    /// @param count how many axes; not more than the vectors have dimensions
    static LeadingAxes of(float[][] vectors, int count, SplittableRandom random) {
        int dimensions = vectors[0].length;
        double[][] moments = moments(vectors, dimensions);
        var axes = new double[count][dimensions];
        for (var axis : axes) for (int i = 0; i < dimensions; i++) axis[i] = random.nextGaussian();
        orthonormalise(axes);
        for (int step = 0; step < STEPS; step++) {
            for (int k = 0; k < count; k++) axes[k] = times(moments, axes[k]);
            orthonormalise(axes);
        }
        return new LeadingAxes(axes);
    }

    private static double[][] moments(float[][] vectors, int dimensions) {
        var moments = new double[dimensions][dimensions];
        for (var vector : vectors) {
            for (int i = 0; i < dimensions; i++) {
                double value = vector[i];
                for (int j = 0; j < dimensions; j++) moments[i][j] += value * vector[j];
            }
        }
        // Directions that no vector has would else leave nothing to normalise.
        for (int i = 0; i < dimensions; i++) moments[i][i] += 1e-6 * vectors.length;
        return moments;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        var result = new double[vector.length];
        for (int i = 0; i < result.length; i++) result[i] = dot(matrix[i], vector);
        return result;
    }

    /// Gram and Schmidt's way, each axis twice, so that rounding leaves nothing of the earlier ones.
    private static void orthonormalise(double[][] axes) {
        for (int k = 0; k < axes.length; k++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int earlier = 0; earlier < k; earlier++) {
                    double share = dot(axes[k], axes[earlier]);
                    for (int i = 0; i < axes[k].length; i++) axes[k][i] -= share * axes[earlier][i];
                }
                double length = Math.sqrt(dot(axes[k], axes[k]));
                for (int i = 0; i < axes[k].length; i++) axes[k][i] /= length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// Writes the vector's place on the axes into a row of a table.
    void project(float[] vector, float[] table, int row) {
        for (int k = 0; k < axes.length; k++) {
            double sum = 0;
            for (int i = 0; i < vector.length; i++) sum += axes[k][i] * vector[i];
            table[row * axes.length + k] = (float) sum;
        }
    }
}
