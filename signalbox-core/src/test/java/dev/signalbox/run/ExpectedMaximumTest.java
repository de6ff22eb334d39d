package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectedMaximumTest {
    private static final int DRAWS = 400_000;

    private static double drawn(List<Belief> beliefs) {
        var random = new SplittableRandom(7);
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (var belief : beliefs) {
                highest = Math.max(highest, belief.mean() + belief.deviation() * random.nextGaussian());
            }
            sum += highest;
        }
        return sum / DRAWS;
    }

    @Test
    void ofTwoItIsWhatDrawingFinds() {
        for (var beliefs : List.of(
                List.of(new Belief(0.6, 0.2), new Belief(0.7, 0.1)),
                List.of(new Belief(0.9, 0), new Belief(0.2, 0.3)),
                List.of(new Belief(-1, 2), new Belief(1, 0.5)))) {
            assertThat(ExpectedMaximum.of(beliefs).mean()).isCloseTo(drawn(beliefs), within(0.005));
        }
    }

    @Test
    void ofThreeItIsCloseToIt() {
        for (var beliefs : List.of(
                List.of(new Belief(0.6, 0.2), new Belief(0.7, 0.1), new Belief(0.65, 0.3)),
                List.of(new Belief(0.5, 0.25), new Belief(0.5, 0.25), new Belief(0.5, 0.25)))) {
            assertThat(ExpectedMaximum.of(beliefs).mean()).isCloseTo(drawn(beliefs), within(0.01));
        }
    }

    @Test
    void withoutDoubtItIsTheHigher() {
        assertThat(ExpectedMaximum.of(List.of(new Belief(0.4, 0), new Belief(0.7, 0))))
                .isEqualTo(new Belief(0.7, 0));
        assertThat(ExpectedMaximum.of(List.of(new Belief(0.4, 0.1)))).isEqualTo(new Belief(0.4, 0.1));
    }

    @Test
    void theDistributionFunctionIsRightWhereTablesTell() {
        assertThat(ExpectedMaximum.cumulative(0)).isCloseTo(0.5, within(1e-7));
        assertThat(ExpectedMaximum.cumulative(1.96)).isCloseTo(0.9750021, within(1e-7));
        assertThat(ExpectedMaximum.cumulative(-1)).isCloseTo(0.1586553, within(1e-7));
    }
}
