package dev.signalbox.learning.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HierarchicalOffsetsTest {
    private static final double[] TRUE = {0.8, -0.8, 0};

    /// Many rows of members 0 and 1, `few` of member 2, none of member 3.
    private static HierarchicalOffsets fit(int few, double ridge) {
        var random = new Random(4);
        int n = 40_000 + few;
        var scores = new double[n];
        var outcomes = new double[n];
        var member = new int[n];
        for (int row = 0; row < n; row++) {
            member[row] = row < few ? 2 : row % 2;
            scores[row] = random.nextDouble() * 4 - 2;
            double p = Logistic.of(1.2 * scores[row] + TRUE[member[row]]);
            outcomes[row] = member[row] == 2 ? 1 : random.nextDouble() < p ? 1 : 0;
        }
        return HierarchicalOffsets.fit(scores, outcomes, member, 4, ridge);
    }

    @Test
    void offsetsOfManyOutcomesAreFound() {
        var fit = fit(0, 1);
        assertThat(fit.shared().slope()).isCloseTo(1.2, within(0.05));
        assertThat(fit.offsets()[0] - fit.offsets()[1]).isCloseTo(1.6, within(0.08));
        assertThat(fit.of(0, 0)).isCloseTo(Logistic.of(0.8), within(0.015));
    }

    @Test
    void aMemberWithFewOutcomesStaysNearTheShared() {
        double few = fit(3, 10).offsets()[2];
        double more = fit(300, 10).offsets()[2];
        assertThat(few).isBetween(0.0, 0.3);
        assertThat(more).isGreaterThan(1);
    }

    @Test
    void aMemberWithoutOutcomesIsCalibratedAsAll() {
        var fit = fit(0, 1);
        assertThat(fit.offsets()[3]).isZero();
        assertThat(fit.of(3, 0.7)).isEqualTo(fit.shared().of(0.7));
    }

    @Test
    void aStrongRidgeLeavesPlattsCurve() {
        double[] scores = {0, 0.2, 0.4, 0.6, 0.8, 1};
        double[] outcomes = {0, 1, 0, 0, 1, 1};
        var platt = Platt.fit(scores, outcomes);
        var fit = HierarchicalOffsets.fit(scores, outcomes, new int[] {0, 1, 0, 1, 0, 1}, 2, 1e9);
        assertThat(fit.of(0, 0.5)).isCloseTo(platt.of(0.5), within(1e-6));
        assertThat(fit.of(1, 0.5)).isCloseTo(platt.of(0.5), within(1e-6));
    }

    @Test
    void theGradientIsZeroAtTheResult() {
        double[] scores = {0, 0.2, 0.4, 0.6, 0.8, 1};
        double[] outcomes = {0, 1, 0, 0, 1, 1};
        int[] member = {0, 1, 0, 1, 0, 1};
        var fit = HierarchicalOffsets.fit(scores, outcomes, member, 2, 0.5);
        double[] targets = Platt.targets(outcomes);
        double slope = 0;
        double[] own = {-0.5 * fit.offsets()[0], -0.5 * fit.offsets()[1]};
        for (int row = 0; row < 6; row++) {
            double error = targets[row] - fit.of(member[row], scores[row]);
            slope += error * scores[row];
            own[member[row]] += error;
        }
        assertThat(slope).isCloseTo(0, within(1e-6));
        assertThat(own[0]).isCloseTo(0, within(1e-6));
        assertThat(own[1]).isCloseTo(0, within(1e-6));
    }

    @Test
    void wrongCallsAreRefused() {
        double[] one = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> HierarchicalOffsets.fit(one, one, new int[] {0}, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> HierarchicalOffsets.fit(one, one, new int[] {1}, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HierarchicalOffsets.fit(one, one, new int[] {0, 0}, 1, 1));
    }
}
