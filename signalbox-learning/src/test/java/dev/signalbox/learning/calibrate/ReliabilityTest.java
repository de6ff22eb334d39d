package dev.signalbox.learning.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.calibrate.Reliability.Bin;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static final double[] CONFIDENCES = {.1, .3, .35, .6, .8, .95};
    private static final double[] RIGHT = {0, 0, 1, 1, 1, 1};

    @Test
    void theErrorAndTheScoreAreAsPublished() {
        assertThat(Reliability.ofEqualWidth(CONFIDENCES, RIGHT, 5).error()).isCloseTo(.18333333, within(1e-8));
        assertThat(Reliability.brier(CONFIDENCES, RIGHT)).isCloseTo(.12083333, within(1e-8));
    }

    @Test
    void binsOfEqualMassHoldAsManyOutcomes() {
        var bins = Reliability.ofEqualMass(CONFIDENCES, RIGHT, 3).bins();
        assertThat(bins).extracting(Bin::outcomes).containsExactly(2, 2, 2);
        assertThat(bins.getFirst().predicted()).isCloseTo(0.2, within(1e-12));
        assertThat(bins.getFirst().observed()).isZero();
    }

    @Test
    void equalProbabilitiesStayInOneBin() {
        double[] same = {.5, .5, .5, .5, .9};
        var bins =
                Reliability.ofEqualMass(same, new double[] {0, 1, 0, 1, 1}, 3).bins();
        assertThat(bins).containsExactly(new Bin(4, 0.5, 0.5), new Bin(1, 0.9, 1));
    }

    @Test
    void aWellCalibratedPredictorHasASmallError() {
        var random = new Random(2);
        double[] p = random.doubles(100_000).toArray();
        double[] outcomes = IntStream.range(0, p.length)
                .mapToDouble(i -> random.nextDouble() < p[i] ? 1 : 0)
                .toArray();
        assertThat(Reliability.ofEqualMass(p, outcomes, 15).error()).isLessThan(0.006);
        assertThat(Reliability.ofEqualMass(p, outcomes, 15).bins()).hasSize(15);
    }

    @Test
    void whatIsUnknownOrMissingIsRefused() {
        double[] none = {};
        double[] one = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> Reliability.ofEqualMass(none, none, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Reliability.ofEqualWidth(one, none, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Reliability.ofEqualWidth(one, one, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Reliability.brier(one, new double[] {Double.NaN}));
    }
}
