package dev.signalbox.learning.method;

import dev.signalbox.learning.numeric.Cholesky;
import dev.signalbox.learning.numeric.SymmetricEigen;
import dev.signalbox.learning.train.Gram;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// Vectors in the few directions in which they differ most, each brought to deviation 1.
///
/// @param mean of the vectors
/// @param directions `[component]`, divided by the component's deviation
public record PrincipalComponents(double[] mean, double[][] directions) {
    private static final int ROUNDS = 12;

    /// By subspace iteration, which needs no more than the few directions that are wanted.
    ///
    /// @param vectors one or more
    /// @param count at most; fewer where the vectors do not differ in so many directions
    public static PrincipalComponents fit(float[][] vectors, int count, long seed) {
        int[] rows = IntStream.range(0, vectors.length).toArray();
        var gram = Gram.of(vectors, new double[0][], rows, new int[0]);
        double[][] covariance = full(gram.gram(), vectors.length);
        int wanted = Math.min(count, covariance.length);
        var random = new Random(seed);
        var basis = new double[wanted][covariance.length];
        for (double[] direction : basis) Arrays.setAll(direction, i -> random.nextGaussian());
        for (int round = 0; round < ROUNDS; round++) basis = orthonormal(times(covariance, basis));
        double[][] turned = times(covariance, basis);
        var eigen = SymmetricEigen.of(products(basis, turned));
        double least = 1e-6 * Math.max(eigen.values()[0], 1e-12);
        int kept = (int)
                Arrays.stream(eigen.values()).filter(value -> value > least).count();
        var directions = new double[kept][covariance.length];
        for (int component = 0; component < kept; component++) {
            double deviation = Math.sqrt(eigen.values()[component]);
            for (int k = 0; k < wanted; k++) {
                double weight = eigen.vectors()[component][k] / deviation;
                for (int i = 0; i < covariance.length; i++) directions[component][i] += weight * basis[k][i];
            }
        }
        return new PrincipalComponents(gram.inputMeans(), directions);
    }

    /// The components, and a last number that is always 1.
    public float[] of(float[] vector) {
        var components = new float[directions.length + 1];
        for (int component = 0; component < directions.length; component++) {
            double sum = 0;
            for (int i = 0; i < vector.length; i++) sum += directions[component][i] * (vector[i] - mean[i]);
            components[component] = (float) sum;
        }
        components[directions.length] = 1;
        return components;
    }

    /// `[vector]`.
    public float[][] of(float[][] vectors) {
        return Arrays.stream(vectors).parallel().map(this::of).toArray(float[][]::new);
    }

    private static double[][] full(double[][] lower, int rows) {
        var full = new double[lower.length][lower.length];
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j <= i; j++) {
                full[i][j] = lower[i][j] / rows;
                full[j][i] = full[i][j];
            }
        }
        return full;
    }

    private static double[][] times(double[][] symmetric, double[][] vectors) {
        return Arrays.stream(vectors)
                .parallel()
                .map(vector -> Arrays.stream(symmetric)
                        .mapToDouble(row -> dot(row, vector))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double[][] products(double[][] ones, double[][] others) {
        return Arrays.stream(ones)
                .map(one -> Arrays.stream(others)
                        .mapToDouble(other -> dot(one, other))
                        .toArray())
                .toArray(double[][]::new);
    }

    /// Vectors of length 1 at right angles that span the same.
    private static double[][] orthonormal(double[][] vectors) {
        double[][] products = products(vectors, vectors);
        double trace = 1e-12;
        for (int i = 0; i < products.length; i++) trace += products[i][i];
        for (double[] vector : vectors) for (int i = 0; i < vector.length; i++) vector[i] /= Math.sqrt(trace);
        for (double[] row : products) for (int i = 0; i < row.length; i++) row[i] /= trace;
        double[][] lower = Cholesky.of(products, 1e-12).lower();
        for (int k = 0; k < vectors.length; k++) {
            for (int before = 0; before < k; before++) plus(vectors[k], -lower[k][before], vectors[before]);
            for (int i = 0; i < vectors[k].length; i++) vectors[k][i] /= lower[k][k];
        }
        return vectors;
    }

    private static void plus(double[] sum, double factor, double[] addend) {
        for (int i = 0; i < sum.length; i++) sum[i] += factor * addend[i];
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }
}
