package dev.signalbox.standard.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.journal.Event;
import dev.signalbox.signal.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ObservedHitValidityTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ObservedHitValidity fitness = new ObservedHitValidity(HitValidity.MINILM, "minilm");

    private static Event sample(String id, double cosine, boolean fits, String encoder) {
        var told = new ArrayList<Signal<?>>(List.of(HitSampler.COSINE.of(cosine), HitSampler.ENCODER.of(encoder)));
        told.add(HitSampler.FITS.of(fits));
        return new Event.Sensed(id, NOON, "Answered", told);
    }

    private void sampled(int count, double cosine, boolean fits) {
        for (int i = 0; i < count; i++) fitness.accept(sample("r.again", cosine, fits, "minilm"));
    }

    @Test
    void withoutSamplesItIsTheCurveThatWasFittedBefore() {
        for (double cosine = 0; cosine <= 1; cosine += 0.01) {
            assertThat(fitness.applyAsDouble(cosine)).isEqualTo(HitValidity.MINILM.of(cosine));
        }
    }

    @Test
    void fewSamplesHardlyMoveIt() {
        sampled(2, 0.95, false);
        assertThat(fitness.applyAsDouble(0.95)).isCloseTo(HitValidity.MINILM.of(0.95), within(0.04));
    }

    @Test
    void manySamplesTakeItsPlaceWhereTheyAreAndNotElsewhere() {
        var random = new Random(1);
        for (int i = 0; i < 4_000; i++) sampled(1, 0.93 + 0.02 * random.nextDouble(), random.nextDouble() < 0.7);

        assertThat(fitness.applyAsDouble(0.94)).isCloseTo(0.7, within(0.03));
        assertThat(fitness.applyAsDouble(0.65)).isCloseTo(HitValidity.MINILM.of(0.65), within(0.001));
        assertThat(fitness.applyAsDouble(1)).isCloseTo(HitValidity.MINILM.of(1), within(0.001));
    }

    @Test
    void onlyItsEncodersComparisonsCount() {
        for (int i = 0; i < 100; i++) {
            fitness.accept(sample("r.again", 0.95, false, "static"));
            fitness.accept(sample("r", 0.95, false, "minilm"));
        }
        assertThat(fitness.applyAsDouble(0.95)).isEqualTo(HitValidity.MINILM.of(0.95));
    }

    @Property(tries = 200)
    void itAlwaysRisesWithTheCosine(
            @ForAll @Size(max = 100) List<@DoubleRange(min = -1, max = 1) Double> fitting,
            @ForAll @Size(max = 100) List<@DoubleRange(min = -1, max = 1) Double> not) {
        fitting.forEach(cosine -> sampled(3, cosine, true));
        not.forEach(cosine -> sampled(3, cosine, false));
        double before = 0;
        for (double cosine = 0.5; cosine <= 1; cosine += 0.005) {
            double now = fitness.applyAsDouble(cosine);
            assertThat(now).isBetween(before - 1e-6, 1.0);
            before = now;
        }
    }

    @Test
    void samplesFromManyThreadsAllCount() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 50).forEach(_ -> threads.submit(() -> sampled(1, 1, false)));
        }
        // 50 of the prior's with a share of 0.98, and 50 that did not fit; the points below pool with it.
        var one = new ObservedHitValidity(HitValidity.MINILM, "minilm");
        for (int i = 0; i < 50; i++) one.accept(sample("r.again", 1, false, "minilm"));
        assertThat(fitness.applyAsDouble(1)).isEqualTo(one.applyAsDouble(1)).isLessThan(0.9);
    }
}
