package dev.signalbox.journal;

import java.util.List;

/// The one place where facts are kept: appended, never changed. Thread-safe.
public interface Journal extends AutoCloseable {
    /// Takes an event. Cheap: it may wait for room, never for a disk.
    void append(Event event);

    /// What happened to a request, in order; empty where nothing is known of it.
    List<Event> events(String requestId);

    @Override
    default void close() {}
}
