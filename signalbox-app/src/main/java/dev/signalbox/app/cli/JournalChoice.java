package dev.signalbox.app.cli;

import dev.signalbox.store.JournalReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The option of commands that read a journal: which one.
final class JournalChoice {
    @Option(
            names = "--journal",
            paramLabel = "FILE",
            defaultValue = "signalbox.db",
            description = "The journal's file, `journal.path` in the settings (${DEFAULT-VALUE}).")
    private Path journal = Path.of("");

    Path path() {
        return journal;
    }

    JournalReader open() {
        return JournalReader.open(journal);
    }
}
