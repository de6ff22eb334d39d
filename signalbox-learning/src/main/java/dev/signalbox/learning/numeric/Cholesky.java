package dev.signalbox.learning.numeric;

/// A symmetric matrix above zero as `LLᵀ`.
///
/// @param lower the triangle `L`: row `i` has `i + 1` numbers
public record Cholesky(double[][] lower) {
    /// A matrix that is not quite above zero, by rounding, is factored as the nearest that is.
    ///
    /// @param matrix of which the lower triangle is read
    /// @param ridge added to the diagonal
    public static Cholesky of(double[][] matrix, double ridge) {
        int size = matrix.length;
        var factor = new double[size][];
        for (int i = 0; i < size; i++) {
            factor[i] = new double[i + 1];
            System.arraycopy(matrix[i], 0, factor[i], 0, i + 1);
            factor[i][i] += ridge;
            for (int j = 0; j <= i; j++) {
                double sum = factor[i][j];
                for (int k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
                factor[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / factor[j][j];
            }
        }
        return new Cholesky(factor);
    }

    /// `x` with `LLᵀx = right`.
    public double[] solve(double[] right) {
        return backward(forward(right));
    }

    /// `x` with `Lx = right`.
    public double[] forward(double[] right) {
        var solution = right.clone();
        for (int i = 0; i < solution.length; i++) {
            for (int k = 0; k < i; k++) solution[i] -= lower[i][k] * solution[k];
            solution[i] /= lower[i][i];
        }
        return solution;
    }

    /// `x` with `Lᵀx = right`.
    public double[] backward(double[] right) {
        var solution = right.clone();
        for (int i = solution.length - 1; i >= 0; i--) {
            solution[i] /= lower[i][i];
            for (int k = 0; k < i; k++) solution[k] -= lower[i][k] * solution[i];
        }
        return solution;
    }
}
