package dev.signalbox.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class DialTest {
    private static final Dial DIAL = new Dial(new double[] {1000, 10, 0}, 0.5);

    @Test
    void itsPlacesAreTheTablesEntries() {
        assertThat(DIAL.at(0)).isEqualTo(new Utility(1000, 0.5));
        assertThat(DIAL.at(0.5)).isEqualTo(new Utility(10, 0.5));
        assertThat(DIAL.at(1)).isEqualTo(new Utility(0, 0.5));
    }

    @Test
    void betweenTwoEntriesItIsTheirGeometricMean() {
        assertThat(DIAL.at(0.25).perDollar()).isCloseTo(100, within(1e-9));
    }

    @Property
    void turningItTowardsQualityNeverMakesADollarWorthMore(
            @ForAll @DoubleRange(min = 0, max = 1) double a, @ForAll @DoubleRange(min = 0, max = 1) double b) {
        var dial = Dial.ofTypicalCost(0.002);
        assertThat(dial.at(Math.max(a, b)).perDollar())
                .isLessThanOrEqualTo(dial.at(Math.min(a, b)).perDollar() * (1 + 1e-12));
    }

    @Test
    void aPlaceOutsideIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DIAL.at(1.1)).withMessageContaining("between 0 and 1");
        assertThatIllegalArgumentException().isThrownBy(() -> DIAL.at(Double.NaN));
    }

    @Test
    void aTableThatRisesOrHasOnePlaceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dial(new double[] {1, 2}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dial(new double[] {1}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dial(new double[] {Double.NaN, 0}, 0));
    }
}
