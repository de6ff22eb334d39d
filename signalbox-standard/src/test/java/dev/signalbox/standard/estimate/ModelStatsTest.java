package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.standard.Cases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStatsTest {
    /// A bucket is a tenth wide.
    private static final double BUCKET = 1.1;

    private final ModelStats modelStats = new ModelStats();

    private static Called stream(String ending, Extremes extremes) {
        return Cases.stream("r1", "a", ending, extremes);
    }

    private static Called pausing(String ending, double longestMs) {
        return stream(ending, new Extremes(100, OptionalDouble.of(longestMs), OptionalDouble.empty(), 10));
    }

    private static Called waiting(String ending, double ms) {
        return stream(ending, new Extremes(ms, OptionalDouble.empty(), OptionalDouble.empty(), 0));
    }

    private static Called guessing(String ending, double logProbability) {
        return stream(ending, new Extremes(100, OptionalDouble.of(20), OptionalDouble.of(logProbability), 10));
    }

    private double between() {
        return modelStats.silentBetweenMs("a").orElse(Double.NaN);
    }

    @Test
    void ofAModelThatWasSeldomHeardNothingIsUsual() {
        for (int i = 0; i < 199; i++) modelStats.accept(guessing("DONE", -0.5));
        assertThat(modelStats.silentFirstMs("a")).isEmpty();
        assertThat(modelStats.silentBetweenMs("a")).isEmpty();
        assertThat(modelStats.logProbabilityMin("a")).isEmpty();
        modelStats.accept(guessing("LENGTH", -0.5));
        assertThat(modelStats.silentFirstMs("a").orElseThrow()).isBetween(100.0, 100 * BUCKET);
        assertThat(between()).isBetween(20.0, 20 * BUCKET);
        assertThat(modelStats.logProbabilityMin("a").orElseThrow()).isBetween(-0.5 * BUCKET, -0.5);
        assertThat(modelStats.silentBetweenMs("b")).isEmpty();
    }

    @Property(tries = 100)
    void whatIsUsualIsRightToABucketAndInWhateverOrderItCame(@ForAll("amounts") List<Double> amounts) {
        var shuffled = new ArrayList<>(amounts);
        Collections.shuffle(shuffled, new Random(1));
        var one = new ModelStats();
        var other = new ModelStats();
        amounts.forEach(amount -> one.accept(pausing("DONE", amount)));
        shuffled.forEach(amount -> other.accept(pausing("DONE", amount)));
        var sorted = amounts.stream().sorted().toList();
        int rank = (int) Math.ceil(0.99 * amounts.size()) - 1;
        // Shares are added up in single precision, so that a rank may be missed by one.
        for (var each : List.of(one, other)) {
            assertThat(each.silentBetweenMs("a").orElseThrow())
                    .isBetween(sorted.get(rank - 1) / BUCKET, sorted.get(rank + 1) * BUCKET);
        }
    }

    @Provide
    Arbitrary<List<Double>> amounts() {
        // While fewer were observed than are remembered, all weigh the same.
        return Arbitraries.doubles().between(1, 100_000).list().ofMinSize(200).ofMaxSize(480);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMED_OUT", "BROKEN", "THROTTLED"})
    void whatACallWentThroughThatFailedIsUsualOfNothing(String failure) {
        for (int i = 0; i < 300; i++) modelStats.accept(pausing("DONE", 20));
        for (int i = 0; i < 300; i++) modelStats.accept(pausing(failure, 60_000));
        assertThat(between()).isLessThan(20 * BUCKET);
    }

    @Test
    void oncePastItsFirstWordAModelWasNoLongerSilentHoweverItWentOn() {
        for (int i = 0; i < 300; i++) modelStats.accept(pausing("BROKEN", 60_000));
        assertThat(modelStats.silentFirstMs("a").orElseThrow()).isBetween(100.0, 100 * BUCKET);
        assertThat(modelStats.silentBetweenMs("a")).isEmpty();
    }

    /// A model is cut at what is usual for it, again and again: the limit stays where it belongs.
    @Test
    void toCutTheLongestSilencesDoesNotMakeThemLookRare() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double longest = 100 * Math.exp(random.nextGaussian());
            double limit = modelStats.silentBetweenMs("a").orElse(Double.POSITIVE_INFINITY);
            modelStats.accept(longest < limit ? pausing("DONE", longest) : pausing(Called.ABANDONED, limit + 10));
        }
        // Of the normal distribution 99 % lie below 2.326 deviations.
        assertThat(between()).isBetween(100 * Math.exp(2.326) / 1.5, 100 * Math.exp(2.326) * 1.5);
    }

    @Test
    void whatAClientEndedEarlyTellsNothing() {
        for (int i = 0; i < 300; i++) modelStats.accept(pausing("DONE", 200));
        for (int i = 0; i < 10_000; i++) modelStats.accept(pausing(Called.ABANDONED, 20));
        assertThat(between()).isBetween(200.0, 200 * BUCKET);
    }

    /// Were a model that has become slower cut at its old limit for ever, nobody would learn that it has.
    @Test
    void theLimitRisesWhereMoreGoBeyondItThanOneInAHundred() {
        for (int i = 0; i < 2_000; i++) modelStats.accept(pausing("DONE", 600));
        int cut = 0;
        for (int i = 0; i < 300; i++) {
            boolean beyond = 3_000 > between();
            if (beyond) cut++;
            modelStats.accept(beyond ? pausing(Called.ABANDONED, between() + 10) : pausing("DONE", 3_000));
        }
        assertThat(between()).isGreaterThan(3_000);
        assertThat(cut).isLessThan(50);
    }

    @Test
    void whoIsCutBeforeItsFirstWordWasSilentForThatLong() {
        for (int i = 0; i < 300; i++) modelStats.accept(pausing("DONE", 20));
        for (int i = 0; i < 100; i++) modelStats.accept(waiting(Called.ABANDONED, 5));
        assertThat(modelStats.silentFirstMs("a").orElseThrow()).isLessThan(100 * BUCKET);
        for (int i = 0; i < 100; i++) modelStats.accept(waiting("TIMED_OUT", 5_000));
        assertThat(modelStats.silentFirstMs("a").orElseThrow()).isLessThan(100 * BUCKET);
        for (int i = 0; i < 100; i++) modelStats.accept(waiting(Called.ABANDONED, 5_000));
        assertThat(modelStats.silentFirstMs("a").orElseThrow()).isGreaterThan(1_000);
    }

    @Test
    void whoIsCutForGuessingGuessed() {
        for (int i = 0; i < 300; i++) modelStats.accept(guessing("DONE", -0.5));
        for (int i = 0; i < 100; i++) modelStats.accept(guessing(Called.ABANDONED, -3));
        assertThat(modelStats.logProbabilityMin("a").orElseThrow()).isLessThan(-2.7);
    }

    @Test
    void whatEarlierVersionsWroteDownTellsNothingOfSilences() {
        for (int i = 0; i < 300; i++) modelStats.accept(Cases.called("a", "DONE", 100, 200, 3));
        assertThat(modelStats.silentFirstMs("a")).isEmpty();
        assertThat(modelStats.silentBetweenMs("a")).isEmpty();
        assertThat(modelStats.slowFirstToken("a")).isPresent();
    }

    @Test
    void anAnswerThatWasGivenAgainTellsNothing() {
        for (int i = 0; i < 300; i++) modelStats.accept(pausing(Called.RECALLED, 20));
        assertThat(modelStats.silentFirstMs("a")).isEmpty();
    }

    @Test
    void manyThreadsObserveAtOnce() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> modelStats.accept(pausing("DONE", 20)));
                threads.execute(() -> modelStats.silentBetweenMs("a"));
            }
        }
        assertThat(between()).as("none of two hundred was lost").isBetween(20.0, 20 * BUCKET);
    }

    // When a first word is late.

    private double slowMs() {
        return modelStats.slowFirstToken("a").orElseThrow().toNanos() / 1e6;
    }

    @Test
    void aSlowFirstTokenIsTheNinetyFifthPercentileOfWhatWasObservedOfLate() {
        for (int i = 0; i < 19; i++) modelStats.accept(Cases.called("a", "DONE", 200, 1_200, 100));
        assertThat(modelStats.slowFirstToken("a")).isEmpty();
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            modelStats.accept(Cases.called("a", "DONE", 100 + 900 * random.nextDouble(), 2_000, 100));
        }
        assertThat(slowMs()).isBetween(800.0, 1_100.0);
        for (int i = 0; i < 2_000; i++) {
            modelStats.accept(Cases.called("a", "DONE", 10 + 90 * random.nextDouble(), 2_000, 100));
        }
        assertThat(slowMs()).isBetween(80.0, 110.0);
    }

    @Test
    void theSlowestThatAHedgeCancelsStillCountAndThoseThatAClientLeftDoNot() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double firstMs = 100 + 900 * random.nextDouble();
            // Cancelled soon after the hedge began.
            if (firstMs > 980) modelStats.accept(unheard(1_200));
            else modelStats.accept(Cases.called("a", "DONE", firstMs, 2_000, 100));
            modelStats.accept(unheard(5));
        }
        assertThat(slowMs()).isBetween(800.0, 1_100.0);
    }

    @Test
    void whatIsNotStreamedIsSlowByItsWholeTime() {
        for (int i = 0; i < 100; i++) modelStats.accept(Cases.called("a", "DONE", 200, 1_200, 100));
        assertThat(modelStats.slowWhole("a")).isEmpty();
        for (int i = 0; i < 100; i++) modelStats.accept(Cases.called("a", "DONE", 3_000, 3_000, 100));
        // Of what was ended earlier nothing is known.
        for (int i = 0; i < 5; i++) {
            modelStats.accept(new Called(
                    "r1",
                    Instant.EPOCH,
                    "a",
                    Usage.NONE,
                    0,
                    OptionalDouble.empty(),
                    1_000,
                    Called.ABANDONED,
                    Optional.empty()));
        }
        assertThat(modelStats.slowWhole("a").orElseThrow().toMillis()).isBetween(2_700L, 3_400L);
        assertThat(slowMs()).isBetween(180.0, 220.0);
    }

    private static Called unheard(double afterMs) {
        return new Called(
                "r1",
                Instant.EPOCH,
                "a",
                Usage.NONE,
                0,
                OptionalDouble.empty(),
                afterMs,
                Called.ABANDONED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Extremes(afterMs, OptionalDouble.empty(), OptionalDouble.empty(), 0)));
    }

    // How sure a model is.

    private static Called sure(double meanNll, double variance) {
        var confidence = new Confidence(meanNll, variance, 0, 10);
        return new Called(
                "r1",
                Instant.EPOCH,
                "a",
                Usage.of(1, 1),
                0,
                OptionalDouble.empty(),
                1,
                "DONE",
                Optional.empty(),
                Optional.of(confidence),
                Optional.empty());
    }

    @Test
    void aModelsScaleIsWhatItToldOfLateOnceEnoughWasTold() {
        for (int i = 0; i < 19; i++) modelStats.accept(sure(0.2, 0.1));
        modelStats.accept(Cases.called("a", "DONE", 1, 2, 3));
        assertThat(modelStats.sureness("a")).isEmpty();
        for (int i = 0; i < 3_000; i++) modelStats.accept(sure(i % 2 == 0 ? 0.1 : 0.3, 0.1));
        assertThat(modelStats.sureness("a")).hasValueSatisfying(scale -> {
            assertThat(scale.mean()).isCloseTo(0.3, within(0.01));
            assertThat(scale.deviation()).isCloseTo(0.1, within(0.01));
        });
    }

    @Test
    void aModelThatAlwaysTellsTheSameHasNoScale() {
        for (int i = 0; i < 100; i++) modelStats.accept(sure(0.25, 0));
        assertThat(modelStats.sureness("a")).isEmpty();
    }
}
