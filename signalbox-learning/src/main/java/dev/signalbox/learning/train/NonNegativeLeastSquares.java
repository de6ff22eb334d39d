package dev.signalbox.learning.train;

/// Least squares with coefficients of zero or more, for a handful of columns: coordinate descent on the normal
/// equations, which is exact in the limit because the problem is convex.
final class NonNegativeLeastSquares {
    private static final int ROUNDS = 2_000;

    private final double[][] gram;
    private final double[] moments;

    NonNegativeLeastSquares(int columns) {
        gram = new double[columns][columns];
        moments = new double[columns];
    }

    void add(double[] columns, double target) {
        for (int a = 0; a < columns.length; a++) {
            moments[a] += columns[a] * target;
            for (int b = 0; b < columns.length; b++) gram[a][b] += columns[a] * columns[b];
        }
    }

    double[] solve() {
        var solution = new double[moments.length];
        for (int round = 0; round < ROUNDS; round++) {
            for (int a = 0; a < solution.length; a++) {
                if (gram[a][a] <= 1e-12) continue;
                double rest = moments[a];
                for (int b = 0; b < solution.length; b++) {
                    if (b != a) rest -= gram[a][b] * solution[b];
                }
                solution[a] = Math.max(0, rest / gram[a][a]);
            }
        }
        return solution;
    }
}
