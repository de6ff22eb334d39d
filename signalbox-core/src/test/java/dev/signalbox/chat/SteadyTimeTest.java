package dev.signalbox.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicReference<Instant> wall = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(-7);

    @Test
    void aWallClockThatIsSetMovesNoDeadline() {
        var clock = SteadyTime.of(wall::get, nanos::get);
        var request = Request.of("r", "m", "Hi", SteadyTime.now(clock).plusSeconds(60));

        wall.set(START.plus(Duration.ofMinutes(20)));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(20)));
        assertThat(SteadyTime.isLate(request, clock)).isFalse();
        wall.set(START.minus(Duration.ofHours(1)));
        nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(SteadyTime.isLate(request, clock)).isFalse();
        nanos.addAndGet(1);
        assertThat(SteadyTime.isLate(request, clock)).isTrue();
    }

    @Test
    void countsMillisecondsOfSteadyTime() {
        var clock = SteadyTime.of(wall::get, nanos::get);
        long before = SteadyTime.millis(clock);
        wall.set(START.plus(Duration.ofDays(40)));
        nanos.addAndGet(Duration.ofMillis(5).toNanos());
        assertThat(SteadyTime.millis(clock) - before).isEqualTo(5);
    }

    @Test
    void aClockWithoutSteadyTimeStandsForBoth() {
        assertThat(SteadyTime.now(wall::get)).isEqualTo(START);
        assertThat(SteadyTime.millis(wall::get)).isEqualTo(START.toEpochMilli());
    }
}
