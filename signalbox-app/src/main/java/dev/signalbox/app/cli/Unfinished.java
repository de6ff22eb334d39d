package dev.signalbox.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A temporary folder that goes away where the command is stopped (Ctrl-C) or fails before its work is done.
final class Unfinished implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final Thread hook;
    private volatile boolean finished;

    private Unfinished(Path folder) {
        this.folder = folder;
        this.hook = Thread.ofPlatform().name("signalbox-clean-up").unstarted(this::remove);
    }

    static Unfinished folder(String prefix) throws IOException {
        var unfinished = new Unfinished(Files.createTempDirectory(prefix));
        Runtime.getRuntime().addShutdownHook(unfinished.hook);
        return unfinished;
    }

    Path path() {
        return folder;
    }

    /// The work is done: the folder stays.
    void finish() {
        finished = true;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook does it.
            return;
        }
        remove();
    }

    private void remove() {
        // Whoever still runs may write once more.
        for (int i = 0; i < ATTEMPTS && !finished && Files.exists(folder); i++) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            } catch (IOException | UncheckedIOException again) {
                Thread.onSpinWait();
            }
        }
    }
}
