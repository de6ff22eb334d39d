package dev.signalbox.store;

import dev.signalbox.journal.Event;
import dev.signalbox.store.EventQueue.Batch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The one thread that writes: takes a batch, turns the events of each request into one row, commits them together.
/// Where that fails it tries again, later and later, with a new connection; the events wait in the queue meanwhile.
final class JournalWriter implements Runnable {
    /// How often it looks for something to do where no event comes.
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
    /// How often a batch is tried after the journal was closed.
    private static final int ATTEMPTS_WHEN_CLOSED = 3;

    private final JournalFile file;
    private final EventQueue queue;
    private final Retention retention;
    private final JournalHealth journalHealth;
    private final InstantSource clock;
    private final ModelTable models = new ModelTable();
    private final EventCodec codec;
    private @Nullable Connection connection;
    /// The file that the models were written to.
    private @Nullable Object opened;
    private @Nullable PreparedStatement insert;

    JournalWriter(
            JournalFile file,
            boolean capture,
            EventQueue queue,
            Retention retention,
            JournalHealth journalHealth,
            InstantSource clock) {
        this.file = file;
        this.queue = queue;
        this.retention = retention;
        this.journalHealth = journalHealth;
        this.clock = clock;
        this.codec = new EventCodec(capture, models);
    }

    private record Row(String requestId, long atMs, byte[] events) {}

    /// Opens the file. Before the thread starts, so that a file that cannot be used is known at once.
    void open() {
        var open = connect();
        connection = open;
        try {
            retention.begin(open);
        } catch (SQLException failed) {
            throw JournalException.of(file.path(), failed);
        }
    }

    private Connection connect() {
        var open = file.openToWrite();
        var identity = file.identity().orElse(null);
        // Another file knows none of the models.
        if (!Objects.equals(identity, opened)) models.rewrite();
        opened = identity;
        return open;
    }

    @Override
    public void run() {
        try {
            boolean busy = true;
            while (true) {
                var batch = queue.take(busy ? Duration.ZERO : IDLE);
                if (batch.events().isEmpty() && queue.isClosed()) break;
                boolean written = write(batch);
                queue.done(batch);
                // Only now: who sees that all is well again may read what was written.
                if (written) journalHealth.recovered();
                busy = forget();
                journalHealth.tell();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            if (!queue.isClosed()) {
                journalHealth.trouble(
                        "The journal `%s` is no longer written, because of a bug. Report it, and start again."
                                .formatted(file.path()));
            }
            queue.close();
            end();
        }
    }

    /// False where it was given up.
    private boolean write(Batch batch) throws InterruptedException {
        var rows = rows(batch.events());
        var pause = FIRST_PAUSE;
        int closedAttempts = 0;
        while (true) {
            try {
                commit(rows);
                return true;
            } catch (SQLException failed) {
                trouble(failed);
            } catch (JournalException failed) {
                journalHealth.trouble(failed.reason());
            }
            disconnect();
            if (queue.isClosed() && ++closedAttempts == ATTEMPTS_WHEN_CLOSED) {
                journalHealth.add(batch.events().size());
                return false;
            }
            queue.stuck(pause);
            pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
        }
    }

    private List<Row> rows(List<Event> events) {
        var requests = new LinkedHashMap<String, List<Event>>();
        for (var event : events) {
            requests.computeIfAbsent(event.requestId(), _ -> new ArrayList<>(6)).add(event);
        }
        var rows = new ArrayList<Row>(requests.size());
        requests.forEach((id, story) -> {
            try {
                rows.add(new Row(id, story.getFirst().at().toEpochMilli(), codec.encode(story)));
            } catch (JacksonException unwritable) {
                journalHealth.add(story.size());
            }
        });
        return rows;
    }

    private void commit(List<Row> rows) throws SQLException {
        if (connection != null && isGone()) {
            journalHealth.notice(
                    "The journal `%s` was deleted or replaced while Signalbox was running. It was begun anew at %s; what it held before is gone."
                            .formatted(file.path(), clock.instant()));
            disconnect();
        }
        var open = connection == null ? connect() : connection;
        connection = open;
        if (!rows.isEmpty()) {
            JournalFile.begin(open);
            models.insert(open);
            insert(open, rows);
            JournalFile.commit(open);
            models.committed();
        }
    }

    /// Whether the file that is open lies no longer at its path, so that what is written to it would be lost.
    private boolean isGone() {
        return !Objects.equals(file.identity().orElse(null), opened);
    }

    /// Apart from the batch, which is in the file already and must not be written again. A failure is told once and
    /// does not keep events from being written.
    ///
    /// @return whether there is more to forget right away
    private boolean forget() {
        var open = connection;
        if (open == null) return false;
        try {
            boolean more = retention.step(open);
            journalHealth.retentionWorks();
            return more;
        } catch (SQLException failed) {
            retention.pause();
            // A backup holds the file for a while; forgetting can wait. Where it lasts, writing says so.
            if (JournalException.isHeld(failed)) return false;
            journalHealth.retentionFails("%s Old entries are not forgotten."
                    .formatted(JournalException.of(file.path(), failed).reason()));
            return false;
        }
    }

    private void insert(Connection open, List<Row> rows) throws SQLException {
        // The bytes are UTF-8 already: the cast spares turning them into a string and back.
        var statement = insert == null
                ? open.prepareStatement("INSERT INTO entry (request_id, at_ms, events) VALUES (?, ?, CAST(? AS TEXT))")
                : insert;
        insert = statement;
        for (var row : rows) {
            statement.setString(1, row.requestId());
            statement.setLong(2, row.atMs());
            statement.setBytes(3, row.events());
            statement.executeUpdate();
        }
    }

    private void disconnect() {
        var old = connection;
        connection = null;
        insert = null;
        if (old == null) return;
        try {
            // Rolls back what was not committed.
            old.close();
        } catch (SQLException failed) {
            trouble(failed);
        }
    }

    private void trouble(SQLException failed) {
        journalHealth.trouble(JournalException.of(file.path(), failed).reason());
    }

    /// Leaves one file behind, without a log beside it.
    private void end() {
        journalHealth.tell();
        var open = connection;
        if (open == null) return;
        try {
            JournalFile.execute(open, "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException failed) {
            trouble(failed);
        }
        disconnect();
    }
}
