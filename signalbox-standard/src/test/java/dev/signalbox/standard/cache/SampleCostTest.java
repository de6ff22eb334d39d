package dev.signalbox.standard.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SampleCostTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant NEXT_DAY = NOON.plus(Duration.ofDays(1));

    private final SampleCost cost = new SampleCost();

    private void called(String id, Instant at, String ending, double costUsd) {
        cost.accept(new Event.Called(
                id, at, "m", Usage.NONE, costUsd, OptionalDouble.empty(), 10, ending, Optional.empty()));
    }

    @Test
    void callsThatFailedCostWhatTheyCost() {
        called("a.again", NOON, "DONE", 0.5);
        called("a.again", NOON, "BROKEN", 0.25);
        called("b.again", NOON, Event.Called.ABANDONED, 1);
        called("b", NOON, "DONE", 8);

        assertThat(cost.usd(NOON)).isEqualTo(1.75);
    }

    @Test
    void eachDayBeginsAnew() {
        called("a.again", NOON, "DONE", 0.5);
        assertThat(cost.usd(NEXT_DAY)).isZero();
        called("b.again", NEXT_DAY, "DONE", 0.25);
        called("c.again", NOON, "DONE", 2);

        assertThat(cost.usd(NEXT_DAY)).isEqualTo(0.25);
    }
}
