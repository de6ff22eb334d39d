package dev.signalbox.standard.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Fusion.Vote;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FusionForecastTest {
    private static final Model OTHER = new Model(
            "other", "p", "other", Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);

    private static Estimate estimate(double quality, double costUsd, double latencyMs) {
        return new Estimate(new Belief(quality, 0.1), new Belief(costUsd, 0), new Belief(latencyMs, 0));
    }

    private static Estimate of(Fusion fusion, Estimate... branches) {
        return new FusionForecast(List.of(branches), _ -> estimate(0.9, 0.5, 40)).of(fusion);
    }

    private static void isAbout(Estimate estimate, double quality, double costUsd, double latencyMs) {
        assertThat(estimate.quality().mean()).isCloseTo(quality, within(1e-12));
        assertThat(estimate.costUsd().mean()).isCloseTo(costUsd, within(1e-12));
        assertThat(estimate.latencyMs().mean()).isCloseTo(latencyMs, within(1e-12));
    }

    @Test
    void aHedgeCostsItsShareMore() {
        var hedge =
                of(new Hedged(Optional.of(Duration.ofSeconds(1)), 0.05), estimate(0.6, 1, 10), estimate(0.9, 2, 20));

        isAbout(hedge, 0.6, 1.1, 10);
    }

    @Test
    void aVoteIsGoodWhereMostAre() {
        isAbout(
                of(new Vote(3), estimate(0.6, 1, 10), estimate(0.6, 2, 30), estimate(0.6, 3, 20)),
                0.6 * 0.6 * 0.6 + 3 * 0.6 * 0.6 * 0.4,
                6,
                30);
        isAbout(of(new Vote(2), estimate(0.8, 1, 10), estimate(0.6, 1, 10)), 0.7, 2, 10);
    }

    @Test
    void theBestIsAsGoodAsTheBestBranch() {
        var best = new Best(new Score.TailEntropy());

        isAbout(of(best, estimate(0.6, 1, 10), estimate(0.9, 2, 20)), 0.9, 3, 20);
        assertThat(of(best, estimate(0.6, 1, 10), Estimate.UNKNOWN).quality().known())
                .isFalse();
    }

    @Test
    void aJudgeIsAskedTwiceForEachPairAndAnAggregatorOnce() {
        isAbout(
                of(new JudgeSelected(OTHER, ""), estimate(0.6, 1, 10), estimate(0.9, 2, 20), estimate(0.5, 1, 5)),
                0.9,
                4 + 4 * 0.5,
                20 + 2 * 40);
        isAbout(
                of(new Synthesised(List.of(OTHER), List.of()), estimate(0.6, 1, 10), estimate(0.9, 2, 20)),
                0.9,
                3.5,
                60);
        isAbout(
                of(new Synthesised(List.of(OTHER), List.of(1.0, 0.5)), estimate(0.6, 1, 10), estimate(0.9, 2, 20)),
                0.6,
                1,
                10);
    }
}
