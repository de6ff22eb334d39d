package dev.signalbox.standard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IsotonicTest {
    private static double[] ones(int count) {
        var ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void poolsAdjacentViolators() {
        assertThat(Isotonic.pool(new double[] {0, 1, 0, 0, 1, 1}, ones(6)))
                .containsExactly(new double[] {0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 1, 1}, within(1e-12));
    }

    @Test
    void aWeightCountsLikeThatManyRows() {
        assertThat(Isotonic.pool(new double[] {1, 0}, new double[] {1, 3}))
                .containsExactly(new double[] {0.25, 0.25}, within(1e-12));
    }

    @Test
    void neverClaimsCertainty() {
        var curve = Isotonic.fit(new double[] {0.1, 0.2, 0.8, 0.9}, new double[] {0, 0, 1, 1});
        assertThat(curve.of(-1)).isCloseTo(1 / 6.0, within(1e-6));
        assertThat(curve.of(2)).isCloseTo(5 / 6.0, within(1e-6));
        assertThat(curve.of(0.5)).isCloseTo(0.5, within(1e-6));
    }

    @Property
    void risesWithTheScore(
            @ForAll @Size(min = 1, max = 40) double[] outcomes,
            @ForAll @DoubleRange(min = -2, max = 2) double low,
            @ForAll @DoubleRange(min = 0, max = 2) double more) {
        var scores = new double[outcomes.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.sin(31.0 * i);
            outcomes[i] = Math.abs(outcomes[i] % 1);
        }
        var curve = Isotonic.fit(scores, outcomes);
        assertThat(curve.of(low)).isBetween(0.0, 1.0).isLessThanOrEqualTo(curve.of(low + more) + 1e-6);
    }
}
