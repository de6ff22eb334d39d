package dev.signalbox.testkit;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A journal in memory, for tests: it keeps what it is given as it is, and forgets the oldest requests where it holds
/// too much. Thread-safe.
public final class MemoryJournal implements Journal {
    private final int eventsMax;
    private final LinkedHashMap<String, List<Event>> stories = new LinkedHashMap<>();
    private int size;

    public MemoryJournal() {
        this(100_000);
    }

    /// @param eventsMax how many events it holds before it forgets the oldest request. The latest request is kept,
    ///     however long
    public MemoryJournal(int eventsMax) {
        this.eventsMax = eventsMax;
    }

    @Override
    public synchronized void append(Event event) {
        stories.computeIfAbsent(event.requestId(), _ -> new ArrayList<>()).add(event);
        size++;
        while (size > eventsMax && stories.size() > 1) {
            size -= stories.pollFirstEntry().getValue().size();
        }
    }

    @Override
    public synchronized List<Event> events(String requestId) {
        return List.copyOf(stories.getOrDefault(requestId, List.of()));
    }

    /// Everything it holds, request by request.
    public synchronized List<Event> events() {
        return stories.values().stream().flatMap(List::stream).toList();
    }
}
