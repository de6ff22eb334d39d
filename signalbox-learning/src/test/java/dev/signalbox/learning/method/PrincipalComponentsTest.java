package dev.signalbox.learning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    @Test
    void componentsAreUncorrelatedAndOfDeviationOne() {
        var random = new Random(2);
        var vectors = new float[2_000][];
        for (int row = 0; row < vectors.length; row++) {
            float a = 5 * (float) random.nextGaussian();
            float b = 2 * (float) random.nextGaussian();
            vectors[row] = new float[] {a + b + 3, a - b, 0.1f * (float) random.nextGaussian(), 7};
        }
        var components = PrincipalComponents.fit(vectors, 2, 1);
        var sums = new double[2][2];
        for (float[] row : components.of(vectors)) {
            assertThat(row).hasSize(3);
            assertThat(row[2]).isEqualTo(1);
            for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) sums[i][j] += row[i] * row[j] / 2_000.0;
        }
        assertThat(sums[0]).containsExactly(new double[] {1, 0}, within(1e-3));
        assertThat(sums[1]).containsExactly(new double[] {0, 1}, within(1e-3));
        // The first direction is the one of `a`: both first numbers alike.
        assertThat(components.directions()[0][0]).isCloseTo(components.directions()[0][1], within(0.02));
    }

    @Test
    void directionsWithoutSpreadAreLeftOut() {
        var line = new float[][] {{1, 2, 0}, {2, 4, 0}, {3, 6, 0}};
        assertThat(PrincipalComponents.fit(line, 3, 1).of(line[1])).hasSize(2);
        assertThat(PrincipalComponents.fit(new float[][] {{1, 2}}, 2, 1).of(new float[] {5, 5}).length)
                .isEqualTo(1);
    }
}
