package dev.signalbox.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Forgets the oldest: what is older than an age, and what makes the file larger than a size. A request goes as a
/// whole: the rest of a story without its beginning would belong to nobody. Used by the writing thread alone, in
/// small steps, so that new events never wait for long.
final class Retention {
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int ENTRIES_A_STEP = 2000;
    private static final int PAGES_A_STEP = 2000;

    private final Duration keepFor;
    private final long keepBytes;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable TrustedTime time;
    private long nextNanos;

    /// @param nanos the monotonic clock, as [System#nanoTime]
    Retention(Duration keepFor, long keepBytes, InstantSource clock, LongSupplier nanos) {
        this.keepFor = keepFor;
        this.keepBytes = keepBytes;
        this.clock = clock;
        this.nanos = nanos;
        this.nextNanos = nanos.getAsLong();
    }

    /// Looks at a journal before anything is written to it. Later entries have the clock's time, which is what is in
    /// question.
    void begin(Connection connection) throws SQLException {
        trusted(connection);
    }

    private TrustedTime trusted(Connection connection) throws SQLException {
        var known = time;
        if (known == null) known = new TrustedTime(newest(connection), clock, nanos);
        time = known;
        return known;
    }

    /// Forgets a little, where it is time to. Commits. True where there is more to forget right away.
    boolean step(Connection connection) throws SQLException {
        if (nanos.getAsLong() - nextNanos < 0) return false;
        JournalFile.begin(connection);
        boolean more;
        try {
            more = forget(connection, trusted(connection).now()) != 0;
            shrink(connection);
            JournalFile.commit(connection);
        } catch (SQLException failed) {
            JournalFile.rollback(connection, failed);
            throw failed;
        }
        if (!more) pause();
        return more;
    }

    /// Lets some time pass before the next step.
    void pause() {
        nextNanos = nanos.getAsLong() + PERIOD.toNanos();
    }

    /// The time of the newest entry; now where there is none.
    private Instant newest(Connection connection) throws SQLException {
        long atMs = JournalFile.number(connection, "SELECT at_ms FROM entry ORDER BY id DESC LIMIT 1");
        return atMs == 0 ? clock.instant() : Instant.ofEpochMilli(atMs);
    }

    /// The id of the newest entry that was forgotten, 0 where there was none.
    private long forget(Connection connection, Instant now) throws SQLException {
        long excess = excessBytes(connection);
        long newest = excess > 0 ? tooMuch(connection, excess) : tooOld(connection, now);
        if (newest == 0) return 0;
        try (var delete = connection.prepareStatement(
                "DELETE FROM entry WHERE request_id IN (SELECT request_id FROM entry WHERE id <= ?)")) {
            delete.setLong(1, newest);
            delete.executeUpdate();
        }
        return newest;
    }

    /// The last id of the oldest entries that fill half of the excess. Not all of it in one step, because entries lie
    /// on pages that they need not fill: so more would be forgotten than must be.
    private static long tooMuch(Connection connection, long excess) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT id, octet_length(events) FROM entry ORDER BY id LIMIT ?")) {
            select.setInt(1, ENTRIES_A_STEP);
            long id = 0;
            try (var rows = select.executeQuery()) {
                for (long bytes = 0; bytes < excess / 2 + 1 && rows.next(); bytes += rows.getLong(2)) {
                    id = rows.getLong(1);
                }
            }
            return id;
        }
    }

    /// The last id of the oldest entries that are too old, as many as one step forgets; 0 where there are none. An
    /// entry that is young ends them: later ones are younger, but for those that a wrong clock has dated.
    private long tooOld(Connection connection, Instant now) throws SQLException {
        long oldestMs = now.minus(keepFor).toEpochMilli();
        try (var select = connection.prepareStatement("SELECT id, at_ms FROM entry ORDER BY id LIMIT ?")) {
            select.setInt(1, ENTRIES_A_STEP);
            long id = 0;
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    long atMs = rows.getLong(2);
                    if (atMs >= oldestMs && atMs <= now.toEpochMilli()) break;
                    if (atMs < oldestMs) id = rows.getLong(1);
                }
            }
            return id;
        }
    }

    private long excessBytes(Connection connection) throws SQLException {
        long pages = JournalFile.number(connection, "PRAGMA page_count")
                - JournalFile.number(connection, "PRAGMA freelist_count");
        return pages * JournalFile.number(connection, "PRAGMA page_size") - keepBytes;
    }

    /// Gives pages back to the disk, but only where the file is too large: below that they are used again.
    private void shrink(Connection connection) throws SQLException {
        long bytes = JournalFile.number(connection, "PRAGMA page_count")
                * JournalFile.number(connection, "PRAGMA page_size");
        if (bytes <= keepBytes || JournalFile.number(connection, "PRAGMA freelist_count") == 0) return;
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA incremental_vacuum(%d)".formatted(PAGES_A_STEP));
        }
    }
}
