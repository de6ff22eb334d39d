package dev.signalbox.learning.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlattTest {
    private static double[] outcomes(double[] scores, double slope, double intercept, Random random) {
        return Arrays.stream(scores)
                .map(score -> random.nextDouble() < Logistic.of(slope * score + intercept) ? 1 : 0)
                .toArray();
    }

    @Test
    void theCurveThatMadeTheOutcomesIsFound() {
        var random = new Random(1);
        double[] scores = random.doubles(50_000, -2, 2).toArray();
        var platt = Platt.fit(scores, outcomes(scores, 1.5, -0.5, random));
        assertThat(platt.slope()).isCloseTo(1.5, within(0.05));
        assertThat(platt.intercept()).isCloseTo(-0.5, within(0.03));
    }

    @Test
    void twoScoresAreFittedExactlyToPlattsTargets() {
        // Three of four are right at 1 and one of four at 0; with N₊ = N₋ = 4 the targets are 5/6 and 1/6.
        double[] scores = {0, 0, 0, 0, 1, 1, 1, 1};
        double[] outcomes = {0, 0, 0, 1, 0, 1, 1, 1};
        var platt = Platt.fit(scores, outcomes);
        double low = (3.0 / 6 + 5.0 / 6) / 4;
        assertThat(platt.of(0)).isCloseTo(low, within(1e-7));
        assertThat(platt.of(1)).isCloseTo(1 - low, within(1e-7));
    }

    @Test
    void perfectlySeparatedScoresStayShortOfCertainty() {
        var platt = Platt.fit(new double[] {0, 0, 1, 1}, new double[] {0, 0, 1, 1});
        assertThat(platt.of(0)).isCloseTo(0.25, within(1e-7));
        assertThat(platt.of(1)).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void equalScoresAndASingleRowGiveTheMeanTarget() {
        assertThat(Platt.fit(new double[] {3, 3, 3}, new double[] {1, 0, 0}).of(3))
                .isCloseTo((2.0 / 3 + 0.25 + 0.25) / 3, within(1e-6));
        assertThat(Platt.fit(new double[] {3}, new double[] {1}).of(3)).isCloseTo(2.0 / 3, within(1e-6));
    }

    @Test
    void gradedOutcomesCountInPart() {
        double[] scores = {0, 0, 1, 1};
        var whole = Platt.fit(scores, new double[] {0, 1, 0, 1});
        var graded = Platt.fit(scores, new double[] {0.5, 0.5, 0.5, 0.5});
        assertThat(graded.of(0)).isCloseTo(whole.of(0), within(1e-9)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void veryLargeScoresDoNotOverflow() {
        var platt = Platt.fit(new double[] {-1e6, -1e6, 1e6, 1e6}, new double[] {0, 0, 1, 1});
        assertThat(platt.of(1e6)).isBetween(0.7, 0.8);
        assertThat(platt.of(Double.MAX_VALUE)).isEqualTo(1);
        assertThat(platt.of(-Double.MAX_VALUE)).isEqualTo(0);
    }

    @Test
    void whatIsUnknownIsRefusedAndNotTakenForZero() {
        double[] one = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> Platt.fit(new double[0], new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Platt.fit(new double[] {Double.NaN}, one));
        assertThatIllegalArgumentException().isThrownBy(() -> Platt.fit(one, new double[] {Double.NaN}));
        assertThatIllegalArgumentException().isThrownBy(() -> Platt.fit(one, new double[] {1.5}));
        assertThatIllegalArgumentException().isThrownBy(() -> Platt.fit(one, new double[] {1, 0}));
    }
}
