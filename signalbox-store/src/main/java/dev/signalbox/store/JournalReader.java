package dev.signalbox.store;

import dev.signalbox.journal.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a journal's file, also while another process writes it. Thread-safe: each read has a connection of its own
/// for as long as it takes.
public final class JournalReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
    private static final int IDLE_CONNECTIONS_MAX = 4;

    private final JournalFile file;
    private final ModelTable models = new ModelTable();
    private final EventCodec codec = new EventCodec(true, models);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    /// The file that is read.
    private final AtomicReference<@Nullable Object> identity = new AtomicReference<>();
    private volatile boolean closed;

    private JournalReader(JournalFile file) {
        this.file = file;
    }

    /// @throws JournalException where the file is not there, or is no journal that this version reads
    public static JournalReader open(Path path) {
        var reader = new JournalReader(new JournalFile(path, false, false));
        reader.read(_ -> List.of());
        return reader;
    }

    /// What happened to a request, in order, as far as it is in the file.
    public List<Event> events(String requestId) {
        return read(connection -> {
            var stored = new ArrayList<byte[]>();
            try (var select =
                    connection.prepareStatement("SELECT events FROM entry WHERE request_id = ? ORDER BY id")) {
                select.setString(1, requestId);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) stored.add(rows.getBytes(1));
                }
            }
            // After the events: whatever models they speak of came with them or before.
            if (!stored.isEmpty()) models.refresh(connection);
            return decoded(requestId, stored);
        });
    }

    /// The ids of the last `count` requests, the newest first.
    public List<String> recent(int count) {
        return recent(count, "");
    }

    /// As [#recent], of those alone whose id ends so. Looks through all ids.
    public List<String> recent(int count, String ending) {
        return read(connection -> {
            var ids = new ArrayList<String>();
            try (var select = connection.prepareStatement(
                    "SELECT DISTINCT request_id FROM entry WHERE substr(request_id, -length(?1)) = ?1 OR ?1 = '' ORDER BY request_id DESC LIMIT ?2")) {
                select.setString(1, ending);
                select.setInt(2, count);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) ids.add(rows.getString(1));
                }
            }
            return List.copyOf(ids);
        });
    }

    /// The ids of the last `count` requests that sort below `before`, the newest first: the next page of [#recent].
    public List<String> recentBefore(String before, int count) {
        return read(connection -> {
            var ids = new ArrayList<String>();
            try (var select = connection.prepareStatement(
                    "SELECT DISTINCT request_id FROM entry WHERE request_id < ? ORDER BY request_id DESC LIMIT ?")) {
                select.setString(1, before);
                select.setInt(2, count);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) ids.add(rows.getString(1));
                }
            }
            return List.copyOf(ids);
        });
    }

    @Override
    public void close() {
        closed = true;
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) release(connection);
    }

    private List<Event> decoded(String requestId, List<byte[]> stored) {
        var events = new ArrayList<Event>();
        int skipped = 0;
        for (var array : stored) {
            var decoded = codec.decode(requestId, array);
            events.addAll(decoded.events());
            skipped += decoded.skipped();
        }
        if (skipped > 0) {
            LOG.warn("{} events of request `{}` are in a form that this version cannot read.", skipped, requestId);
        }
        return List.copyOf(events);
    }

    private interface Query<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) {
        Connection connection = null;
        try {
            followFile();
            var free = idle.poll();
            connection = free == null ? file.openToRead() : free;
            return query.ask(connection);
        } catch (SQLException failed) {
            throw JournalException.of(file.path(), failed);
        } finally {
            if (connection != null) giveBack(connection);
        }
    }

    /// A file that was replaced while it was read is left, for the one that is at its path now.
    private void followFile() {
        var now = file.identity().orElse(null);
        var before = identity.getAndSet(now);
        if (before == null || before.equals(now)) return;
        for (var old = idle.poll(); old != null; old = idle.poll()) release(old);
        models.reread();
    }

    private void giveBack(Connection connection) {
        if (closed || idle.size() >= IDLE_CONNECTIONS_MAX) release(connection);
        else idle.push(connection);
    }

    private void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            LOG.warn("A connection to the journal `{}` could not be closed: {}", file.path(), failed.getMessage());
        }
    }
}
