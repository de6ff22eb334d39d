package dev.signalbox.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UtilityTest {
    @Test
    void itTakesTheCostAndTheTimeOffTheQuality() {
        assertThat(new Utility(10, 0.1).of(0.9, 0.02, 2000)).isCloseTo(0.9 - 0.2 - 0.2, within(1e-12));
    }

    @Test
    void aNumberWithoutWeightNeedNotBeKnown() {
        assertThat(Utility.QUALITY.of(0.9, Double.NaN, Double.NaN)).isEqualTo(0.9);
    }

    @Test
    void aNumberWithWeightMustBeKnown() {
        assertThat(new Utility(1, 0).of(0.9, Double.NaN, 0)).isNaN();
    }
}
