package dev.signalbox.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time by which entries are old enough to be forgotten: the wall clock's, as long as it is plausible.
///
/// A wall clock that is set wrong for a few seconds must not delete a journal. So a jump ahead, compared with the
/// monotonic clock, is believed only after it has lasted for a day; until then time goes on from where it was. At the
/// start the newest entry of the journal takes the place of the monotonic clock. A clock that is set back is believed
/// immediately: then only fewer entries are old. Used by one thread.
final class TrustedTime {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    private static final Duration PLAUSIBLE = Duration.ofHours(1);
    private static final Duration BELIEVED_AFTER = Duration.ofDays(1);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant trusted;
    private long trustedNanos;
    private @Nullable Long doubtedSinceNanos;

    /// @param newestEntry the time of the journal's newest entry
    /// @param nanos the monotonic clock, as [System#nanoTime]
    TrustedTime(Instant newestEntry, InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.trusted = newestEntry;
        this.trustedNanos = nanos.getAsLong();
        if (isAhead(clock.instant(), newestEntry)) doubtedSinceNanos = trustedNanos;
    }

    Instant now() {
        long tick = nanos.getAsLong();
        var wall = clock.instant();
        var expected = trusted.plusNanos(tick - trustedNanos);
        if (isAhead(wall, expected) && !isBelieved(tick, wall, expected)) return expected;
        doubtedSinceNanos = null;
        trusted = wall;
        trustedNanos = tick;
        return wall;
    }

    private boolean isBelieved(long tick, Instant wall, Instant expected) {
        if (doubtedSinceNanos == null) {
            doubtedSinceNanos = tick;
            LOG.warn(
                    "The clock jumped ahead by {}. Journal entries are forgotten by the time before, unless the new time lasts for {}.",
                    Duration.between(expected, wall),
                    BELIEVED_AFTER);
        }
        return tick - doubtedSinceNanos >= BELIEVED_AFTER.toNanos();
    }

    private static boolean isAhead(Instant wall, Instant expected) {
        return wall.isAfter(expected.plus(PLAUSIBLE));
    }
}
