package dev.signalbox.learning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GainOverHullTest {
    private static final int QUERIES = 100;
    private static final double[] PER_DOLLAR = {10, 0};
    private static final double[][] COST = rows(_ -> new double[] {0.001, 0.01});
    private static final double[][] QUALITY = rows(row -> row % 2 == 0 ? new double[] {1, 0} : new double[] {0, 1});

    private interface Row {
        double[] of(int row);
    }

    private static double[][] rows(Row row) {
        return IntStream.range(0, QUERIES).mapToObj(row::of).toArray(double[][]::new);
    }

    private static Optional<GainOverHull> gain(double[][] predicted, double[][] costUsd) {
        return GainOverHull.of(predicted, COST, QUALITY, costUsd, PER_DOLLAR, 1);
    }

    @Test
    void choosingRightIsWorthWhatACoinLoses() {
        var gain = gain(QUALITY, COST).orElseThrow();
        assertThat(gain.mean()).isCloseTo(0.5, within(1e-9));
        assertThat(gain.low()).isBetween(0.3, 0.5);
        assertThat(gain.high()).isLessThanOrEqualTo(0.7);
        assertThat(gain.queries()).isEqualTo(QUERIES);
        assertThat(gain.saturated()).isFalse();
    }

    @Test
    void knowingNothingIsWorthNothingAndThePoolIsSaturated() {
        var gain = gain(rows(_ -> new double[] {0.5, 0.5}), COST).orElseThrow();
        assertThat(gain.mean()).isCloseTo(0, within(1e-9));
        assertThat(gain.saturated()).isTrue();
    }

    @Test
    void choosingWrongIsWorthLessThanNothing() {
        var wrong =
                Arrays.stream(QUALITY).map(row -> new double[] {row[1], row[0]}).toArray(double[][]::new);
        assertThat(gain(wrong, COST).orElseThrow().high()).isNegative();
    }

    @Test
    void withoutCostsItIsNotKnown() {
        assertThat(gain(QUALITY, rows(_ -> new double[] {Double.NaN, 1}))).isEmpty();
    }
}
