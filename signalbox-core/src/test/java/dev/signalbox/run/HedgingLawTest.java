package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a hedge and its allowance are worth where nothing but chance decides: latencies are log-normal (σ = 0.6, median
/// 100 ms), two in a hundred are twenty times as long, and a second call starts at the 95th percentile.
class HedgingLawTest {
    private static final int REQUESTS = 500_000;
    private static final double P95_MS = 308;

    private final Random random = new Random(1);

    /// @param late how many requests had no answer at the 95th percentile
    /// @param hedged how many of them got a second call
    private record Run(double[] sortedMs, int late, int hedged) {
        double quantileMs(double share) {
            return sortedMs[(int) Math.ceil(share * sortedMs.length) - 1];
        }

        double refused() {
            return 1 - (double) hedged / late;
        }

        double callsMore() {
            return (double) hedged / sortedMs.length;
        }
    }

    private double latencyMs() {
        return 100 * Math.exp(0.6 * random.nextGaussian()) * (random.nextDouble() < 0.02 ? 20 : 1);
    }

    private Run run(double share) {
        var hedgeBudget = new HedgeBudget();
        var times = new double[REQUESTS];
        int late = 0;
        int hedged = 0;
        for (int i = 0; i < REQUESTS; i++) {
            hedgeBudget.earn(share);
            times[i] = latencyMs();
            if (times[i] <= P95_MS) continue;
            late++;
            if (!hedgeBudget.spend()) continue;
            hedged++;
            times[i] = Math.min(times[i], P95_MS + latencyMs());
        }
        Arrays.sort(times);
        return new Run(times, late, hedged);
    }

    @Test
    void ninetyNineInAHundredAreAnsweredFourTimesSoonerForFiveMoreCalls() {
        var plain = run(0);
        var hedged = run(0.05);

        assertThat(plain.quantileMs(0.99) / hedged.quantileMs(0.99)).isBetween(4.2, 5.2);
        assertThat(hedged.callsMore()).isBetween(0.047, 0.05);
    }

    /// An allowance that is as large as what is wanted on average is sometimes empty, and who is slow then is seen at
    /// p99.9; one that is a little larger never is, and no more calls are made.
    @Test
    void onlyTheVeryTailKnowsThatAnAllowanceIsSometimesEmpty() {
        var tight = run(0.05);
        var ample = run(0.06);

        assertThat(tight.refused()).isBetween(0.005, 0.05);
        assertThat(ample.refused()).isLessThan(0.001);
        assertThat(ample.callsMore()).isLessThan(0.051);
        assertThat(ample.quantileMs(0.999)).isBetween(580.0, 660.0);
        assertThat(tight.quantileMs(0.999)).isBetween(660.0, 900.0);
        assertThat(tight.quantileMs(0.99)).isBetween(400.0, 470.0);
    }
}
