package dev.signalbox.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentConfidenceTest {
    @Test
    void isTheMeanOfTheLastThirtyTwoAndUnknownBefore() {
        var confidence = new RecentConfidence();
        var told = new Random(3).doubles(10_000, -15, 0).toArray();
        for (int i = 0; i < told.length; i++) {
            double mean = confidence.after(told[i]);
            if (i < 31) assertThat(mean).isNaN();
            else {
                double exact = Arrays.stream(told, i - 31, i + 1).average().orElseThrow();
                assertThat(mean).isCloseTo(exact, within(1e-9));
            }
        }
    }

    @Test
    void whatAServerDoesNotKnowIsNoMoreThanVeryUnlikely() {
        var confidence = new RecentConfidence();
        for (int i = 0; i < 31; i++) confidence.after(0);
        assertThat(confidence.after(Double.NEGATIVE_INFINITY)).isEqualTo(RecentConfidence.FLOOR / 32);
        assertThat(confidence.after(-9999)).isEqualTo(2 * RecentConfidence.FLOOR / 32);
    }
}
