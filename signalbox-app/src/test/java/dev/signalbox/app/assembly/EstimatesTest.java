package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.store.SqliteJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Signals SUMS = Signals.of(SignalKey.label("group").of("sums"));

    @TempDir
    private Path folder;

    private SqliteJournal journal() {
        return SqliteJournal.open(
                SqliteJournal.Options.of(folder.resolve("j.db")), InstantSource.fixed(NOW.plusSeconds(1)));
    }

    private static Event called(String id) {
        return new Event.Called(
                id,
                NOW,
                "m",
                Usage.of(10, 10),
                0.001,
                OptionalDouble.of(100),
                500,
                "DONE",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Extremes(100, OptionalDouble.of(40), OptionalDouble.of(-1.5), 700)));
    }

    /// The journal keeps no texts here, and need not.
    @Test
    void whatIsUsualIsKnownAgainAfterARestart() {
        try (var journal = journal()) {
            for (int i = 0; i < 400; i++) {
                var id = "req_%04d".formatted(i);
                journal.append(new Event.Sensed(id, NOW, "Received", SUMS.all()));
                journal.append(called(id));
            }
        }
        var estimates = Estimates.of(Optional.empty());
        try (var journal = journal()) {
            estimates.recall(journal);
        }
        assertThat(estimates.modelStats().silentBetweenMs("m").orElseThrow()).isBetween(40.0, 44.0);
        assertThat(estimates.modelStats().slowFirstToken("m")).isPresent();
        assertThat(estimates.answers().charsMax(SUMS).orElseThrow()).isBetween(4 * 700 / 1.1, 4 * 700 * 1.1);
    }

    @Test
    void anEmptyJournalHasNothingToRecall() {
        var estimates = Estimates.of(Optional.empty());
        try (var journal = journal()) {
            estimates.recall(journal);
        }
        assertThat(estimates.modelStats().silentBetweenMs("m")).isEmpty();
    }
}
