package dev.signalbox.journal;

import java.util.List;
import java.util.function.Consumer;

/// A journal that also tells others as it goes: health, latency and metrics are folds over the one log.
/// A listener must be quick and thread-safe; what it throws is a bug and reaches the caller.
public record Broadcast(Journal journal, List<Consumer<Event>> listeners) implements Journal {
    public Broadcast {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void append(Event event) {
        journal.append(event);
        for (var listener : listeners) listener.accept(event);
    }

    @Override
    public List<Event> events(String requestId) {
        return journal.events(requestId);
    }

    @Override
    public void close() {
        journal.close();
    }
}
