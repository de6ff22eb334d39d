package dev.signalbox.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong with the journal: kept for whoever asks, and said in the log. Trouble that goes on is repeated
/// once a minute; what happened once is told once. Thread-safe; all but [#add] and the getters is for the writing
/// thread.
final class JournalHealth {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int NOTICES_MAX = 10;

    private final LongAdder lost = new LongAdder();
    private final LongSupplier nanos;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private volatile @Nullable String trouble;
    private volatile @Nullable String retention;
    private long told;
    private long nextNanos;

    /// @param nanos the monotonic clock, as [System#nanoTime]
    JournalHealth(LongSupplier nanos) {
        this.nanos = nanos;
        this.nextNanos = nanos.getAsLong();
    }

    void add(long events) {
        lost.add(events);
    }

    long lost() {
        return lost.sum();
    }

    /// What keeps events from being written.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /// What an operator should know although events are written.
    List<String> notices() {
        var all = new ArrayList<>(notices);
        var failing = retention;
        if (failing != null) all.add(failing);
        long sum = lost.sum();
        if (sum > 0) all.add("%,d events were lost for the journal since the start.".formatted(sum));
        return all;
    }

    void trouble(String message) {
        trouble = message;
        tell();
    }

    /// Something that happened once.
    void notice(String message) {
        LOG.error("{}", message);
        if (notices.size() < NOTICES_MAX) notices.add(message);
    }

    void recovered() {
        if (trouble == null) return;
        trouble = null;
        LOG.info("The journal is written again.");
        nextNanos = nanos.getAsLong();
        tell();
    }

    void retentionFails(String message) {
        if (!message.equals(retention)) LOG.error("{}", message);
        retention = message;
    }

    void retentionWorks() {
        retention = null;
    }

    /// Says what is wrong, where something is and it is time to.
    void tell() {
        long sum = lost.sum();
        var problem = trouble;
        if (problem == null && sum == told) return;
        long now = nanos.getAsLong();
        if (now - nextNanos < 0) return;
        nextNanos = now + PERIOD.toNanos();
        if (problem != null) LOG.warn("{}", problem);
        if (sum > told) LOG.error("{} events were lost for the journal since the last report.", sum - told);
        told = sum;
    }

    /// Says what was lost and not told yet. For the end.
    void tellAll() {
        nextNanos = nanos.getAsLong();
        tell();
    }
}
