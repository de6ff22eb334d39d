package dev.signalbox.learning.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NumericTest {
    @Test
    void aFactorSolves() {
        double[][] matrix = {{4, 2, 0.6}, {2, 5, 1}, {0.6, 1, 3}};
        var factor = Cholesky.of(matrix, 0.5);
        double[] solution = factor.solve(new double[] {1, 2, 3});
        for (int i = 0; i < 3; i++) {
            double sum = 0.5 * solution[i];
            for (int j = 0; j < 3; j++) sum += matrix[i][j] * solution[j];
            assertThat(sum).isCloseTo(i + 1, within(1e-9));
        }
    }

    @Test
    void eigenvectorsTakeAMatrixApart() {
        var random = new Random(1);
        int size = 12;
        var matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        var eigen = SymmetricEigen.of(matrix);
        for (int i = 0; i < size; i++) {
            if (i > 0) assertThat(eigen.values()[i]).isLessThanOrEqualTo(eigen.values()[i - 1]);
            for (int j = 0; j < size; j++) {
                double sum = 0;
                double product = 0;
                for (int k = 0; k < size; k++) {
                    sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
                    product += eigen.vectors()[i][k] * eigen.vectors()[j][k];
                }
                assertThat(sum).isCloseTo(matrix[i][j], within(1e-9));
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
            }
        }
    }

    @Test
    void aNarrowBentValleyIsFollowedToItsEnd() {
        double[] least = Minimiser.minimise(
                (point, gradient) -> {
                    double away = point[1] - point[0] * point[0];
                    gradient[0] += -2 * (1 - point[0]) - 400 * point[0] * away;
                    gradient[1] += 200 * away;
                    return Math.pow(1 - point[0], 2) + 100 * away * away;
                },
                new double[] {-1.2, 1},
                200);
        assertThat(least).containsExactly(new double[] {1, 1}, within(1e-3));
    }

    @Test
    void rowsAreSummedAndThePenaltyIsAdded() {
        // Least squares of x against 1, 2, 3 and 4, with penalty 2: 10 / (4 + 2).
        var objective = Minimiser.overRows(
                4,
                (row, point, gradient) -> {
                    double miss = point[0] - (row + 1);
                    gradient[0] += miss;
                    return miss * miss / 2;
                },
                new double[] {2});
        assertThat(Minimiser.minimise(objective, new double[1], 50)[0]).isCloseTo(10 / 6.0, within(1e-6));
    }
}
