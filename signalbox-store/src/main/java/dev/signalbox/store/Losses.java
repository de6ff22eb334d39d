package dev.signalbox.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong with the journal: kept for whoever asks, and said in the log, at most once a minute. Thread-safe;
/// [#trouble], [#recovered] and [#tell] are for the writing thread.
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final LongAdder lost = new LongAdder();
    private final InstantSource clock;
    private volatile @Nullable String trouble;
    private long told;
    private Instant next = Instant.MIN;

    Losses(InstantSource clock) {
        this.clock = clock;
    }

    void add(long events) {
        lost.add(events);
    }

    long lost() {
        return lost.sum();
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    void trouble(String message) {
        trouble = message;
        tell();
    }

    void recovered() {
        if (trouble == null) return;
        trouble = null;
        LOG.info("The journal is written again.");
        next = Instant.MIN;
        tell();
    }

    /// Says what is wrong, where something is and it is time to.
    void tell() {
        long sum = lost.sum();
        var problem = trouble;
        if (problem == null && sum == told) return;
        var now = clock.instant();
        if (now.isBefore(next)) return;
        next = now.plus(PERIOD);
        if (problem != null) LOG.warn("{}", problem);
        if (sum > told) LOG.error("{} events were lost for the journal since the last report.", sum - told);
        told = sum;
    }
}
