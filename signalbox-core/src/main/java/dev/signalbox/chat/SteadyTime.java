package dev.signalbox.chat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Monotonic time beside a wall clock. Deadlines, rests and ages go by it: a wall clock that is set, by hand or by NTP,
/// must neither end a stream nor keep a model resting. What people read, such as the times in the journal, goes by the
/// wall clock itself.
///
/// Steady times are instants so that durations can be added and compared. They mean nothing but among themselves: after
/// the wall clock was set they differ from its times. A clock without steady time of its own, such as a test's, stands
/// for both. Thread-safe.
public final class SteadyTime {
    private SteadyTime() {}

    /// A wall clock with steady time beside it.
    ///
    /// @param nanos the monotonic clock, as [System#nanoTime]
    public static InstantSource of(InstantSource wall, LongSupplier nanos) {
        return new Both(wall, wall.instant(), nanos.getAsLong(), nanos);
    }

    /// The steady time of a clock.
    public static Instant now(InstantSource clock) {
        return clock instanceof Both both ? both.steady() : clock.instant();
    }

    /// The steady time of a clock in milliseconds, for differences.
    public static long millis(InstantSource clock) {
        return clock instanceof Both both ? both.steadyMillis() : clock.millis();
    }

    /// Whether a request's deadline has passed.
    public static boolean isLate(Request request, InstantSource clock) {
        return !now(clock).isBefore(request.deadline());
    }

    private record Both(InstantSource wall, Instant start, long startNanos, LongSupplier nanos)
            implements InstantSource {
        @Override
        public Instant instant() {
            return wall.instant();
        }

        @Override
        public long millis() {
            return wall.millis();
        }

        Instant steady() {
            return start.plusNanos(nanos.getAsLong() - startNanos);
        }

        long steadyMillis() {
            return (nanos.getAsLong() - startNanos) / 1_000_000;
        }
    }
}
