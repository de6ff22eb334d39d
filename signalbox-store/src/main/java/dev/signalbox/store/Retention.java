package dev.signalbox.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

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
    private Instant next = Instant.MIN;

    Retention(Duration keepFor, long keepBytes, InstantSource clock) {
        this.keepFor = keepFor;
        this.keepBytes = keepBytes;
        this.clock = clock;
    }

    /// Forgets a little, where it is time to. Commits.
    void step(Connection connection) throws SQLException {
        var now = clock.instant();
        if (now.isBefore(next)) return;
        JournalFile.begin(connection);
        long newest = forget(connection, now);
        shrink(connection);
        JournalFile.commit(connection);
        if (newest == 0) next = now.plus(PERIOD);
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

    /// The last id of the oldest entries that are too old, as many as one step forgets.
    private long tooOld(Connection connection, Instant now) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT max(id) FROM (SELECT id, at_ms FROM entry ORDER BY id LIMIT ?) WHERE at_ms < ?")) {
            select.setInt(1, ENTRIES_A_STEP);
            select.setLong(2, now.minus(keepFor).toEpochMilli());
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
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
