package dev.signalbox.learning.numeric;

import java.util.Comparator;
import java.util.stream.IntStream;

/// The eigenvalues of a symmetric matrix, greatest first, and their vectors.
///
/// @param vectors `[i]` belongs to `values[i]` and has length 1
public record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int SWEEPS = 60;

    /// By Jacobi's rotations: slow for large matrices, exact for small ones.
    public static SymmetricEigen of(double[][] matrix) {
        int size = matrix.length;
        var rest = new double[size][];
        var vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            rest[i] = matrix[i].clone();
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(rest) > 1e-22 * diagonal(rest); sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) rotate(rest, vectors, p, q);
            }
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rest[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var values = new double[size];
        var sorted = new double[size][];
        for (int i = 0; i < size; i++) {
            values[i] = rest[order[i]][order[i]];
            sorted[i] = vectors[order[i]];
        }
        return new SymmetricEigen(values, sorted);
    }

    /// Turns the axes `p` and `q` so that nothing remains between them.
    private static void rotate(double[][] rest, double[][] vectors, int p, int q) {
        if (rest[p][q] == 0) return;
        double half = (rest[q][q] - rest[p][p]) / (2 * rest[p][q]);
        double tangent = Math.copySign(1, half) / (Math.abs(half) + Math.sqrt(half * half + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        for (double[] row : rest) {
            double atP = row[p];
            row[p] = cosine * atP - sine * row[q];
            row[q] = sine * atP + cosine * row[q];
        }
        rotateRows(rest[p], rest[q], cosine, sine);
        rotateRows(vectors[p], vectors[q], cosine, sine);
    }

    private static void rotateRows(double[] atP, double[] atQ, double cosine, double sine) {
        for (int i = 0; i < atP.length; i++) {
            double before = atP[i];
            atP[i] = cosine * before - sine * atQ[i];
            atQ[i] = sine * before + cosine * atQ[i];
        }
    }

    private static double offDiagonal(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) sum += matrix[i][j] * matrix[i][j];
        }
        return sum;
    }

    private static double diagonal(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) sum += matrix[i][i] * matrix[i][i];
        return sum;
    }
}
