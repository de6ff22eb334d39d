package dev.signalbox.app.assembly;

import dev.signalbox.Routes;
import dev.signalbox.app.SystemContext;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.journal.Journal;
import java.io.IOException;
import java.util.Deque;
import java.util.Optional;

/// A whole signal box, put together from its settings and running. Closing it ends its parts in reverse order: first no
/// more requests come in, and last the journal has everything.
public final class SignalboxServer implements AutoCloseable {
    private final String url;
    private final Routes routes;
    private final Journal journal;
    private final Deque<Runnable> parts;

    /// @param parts what ends each part, the last started first
    SignalboxServer(String url, Routes routes, Journal journal, Deque<Runnable> parts) {
        this.url = url;
        this.routes = routes;
        this.journal = journal;
        this.parts = parts;
    }

    /// Blocks until it listens.
    ///
    /// @throws IOException when a file that the settings name can't be read
    public static SignalboxServer start(Settings settings, SystemContext surroundings) throws IOException {
        return Assembly.of(settings, surroundings);
    }

    /// Where it listens.
    public String url() {
        return url;
    }

    public Routes routes() {
        return routes;
    }

    /// What has happened so far.
    public Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        var failed = end(parts);
        if (failed.isPresent()) throw failed.get();
    }

    /// Ends all parts, also where one of them fails to.
    ///
    /// @return the first failure, with the others
    static Optional<RuntimeException> end(Deque<Runnable> parts) {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } catch (RuntimeException failed) {
                if (first == null) first = failed;
                else first.addSuppressed(failed);
            }
        }
        return Optional.ofNullable(first);
    }
}
