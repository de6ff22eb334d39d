package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogNormalSpreadTest {
    @Test
    void quantilesOfTheNormalDistributionAreTheTables() {
        assertThat(LogNormalSpread.normal(0.5)).isCloseTo(0, within(5e-4));
        assertThat(LogNormalSpread.normal(0.975)).isCloseTo(1.959964, within(5e-4));
        assertThat(LogNormalSpread.normal(0.05)).isCloseTo(-1.644854, within(5e-4));
        assertThat(LogNormalSpread.normal(0.999)).isCloseTo(3.090232, within(5e-4));
        assertThatIllegalArgumentException().isThrownBy(() -> LogNormalSpread.normal(1));
    }

    @Test
    void asManyAmountsLieBelowAQuantileAsItSays() {
        var random = new Random(1);
        double[] amounts = random.doubles(100_000, 0, 1)
                .map(_ -> 0.002 * Math.exp(0.7 * random.nextGaussian()))
                .toArray();
        double mean = Arrays.stream(amounts).average().orElseThrow();
        double variance = Arrays.stream(amounts)
                .map(a -> (a - mean) * (a - mean))
                .average()
                .orElseThrow();
        var belief = new Belief(mean, Math.sqrt(variance));
        for (double probability : new double[] {0.1, 0.5, 0.9, 0.95, 0.99}) {
            double bound = LogNormalSpread.quantile(belief, probability);
            assertThat(Arrays.stream(amounts).filter(a -> a <= bound).count() / 1e5)
                    .isCloseTo(probability, within(0.01));
        }
    }

    @Test
    void whatIsCertainHasOneQuantileAndWhatIsUnknownHasNone() {
        assertThat(LogNormalSpread.quantile(new Belief(0.5, 0), 0.99)).isEqualTo(0.5);
        assertThat(LogNormalSpread.quantile(new Belief(0, 0), 0.99)).isZero();
        assertThat(LogNormalSpread.quantile(Belief.UNKNOWN, 0.5)).isNaN();
        assertThat(LogNormalSpread.quantile(new Belief(1, Double.POSITIVE_INFINITY), 0.5))
                .isNaN();
        assertThat(LogNormalSpread.quantile(new Belief(1, Double.NaN), 0.5)).isNaN();
    }
}
