package dev.signalbox.app.assembly;

import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// An encoder, and what ends when nobody needs it any more.
public record OpenEncoder(Encoder encoder, Runnable end) implements AutoCloseable {
    /// @param table Signalbox's own where empty
    /// @throws IOException when there is no such table
    public static OpenEncoder ofTable(Optional<Path> table) throws IOException {
        return new OpenEncoder(table.isPresent() ? StaticEncoder.of(table.get()) : StaticEncoder.builtIn(), () -> {});
    }

    /// The transformer, on all cores.
    public static OpenEncoder miniLm() {
        var encoder = new MiniLmEncoder(Runtime.getRuntime().availableProcessors());
        return new OpenEncoder(encoder, encoder::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
