package dev.signalbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.store.SqliteJournal.Options;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else holds the file, so that it cannot be written for a while: what a full disk does too.
@Timeout(60)
class TroubleTest {
    private static final int QUEUE_BYTES = 32 << 10;

    @TempDir
    private Path folder;

    private SqliteJournal open() {
        var options = new Options(
                folder.resolve("journal.db"),
                Duration.ofMillis(20),
                false,
                false,
                Duration.ofDays(1),
                1 << 30,
                QUEUE_BYTES);
        return SqliteJournal.open(options, InstantSource.fixed(Instant.EPOCH));
    }

    private Connection holder() throws Exception {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        connection.createStatement().execute("BEGIN IMMEDIATE");
        return connection;
    }

    private static Event event(int number) {
        return new Event.Failed("request", Instant.EPOCH.plusSeconds(number), "code", "message");
    }

    private static void await(SqliteJournal journal, boolean trouble) {
        while (journal.trouble().isPresent() != trouble) Thread.onSpinWait();
    }

    @Test
    void writesWhatWaitedOnceItCan() throws Exception {
        try (var journal = open()) {
            try (var _ = holder()) {
                for (int number = 0; number < 10; number++) journal.append(event(number));
                await(journal, true);

                assertThat(journal.trouble().orElseThrow())
                        .contains(folder.resolve("journal.db").toString())
                        .contains("is held by another program");
            }
            await(journal, false);

            assertThat(journal.events("request")).hasSize(10).first().isEqualTo(event(0));
            assertThat(journal.lost()).isZero();
        }
    }

    @Test
    void losesOnlyWhatHasNoRoomAndCountsIt() throws Exception {
        int appended = 100;
        try (var journal = open()) {
            try (var _ = holder()) {
                journal.append(event(0));
                await(journal, true);
                for (int number = 1; number < appended; number++) journal.append(event(number));

                assertThat(journal.lost()).isBetween(1L, appended - 1L);
            }
            await(journal, false);

            var kept = journal.events("request");
            assertThat(kept).hasSize((int) (appended - journal.lost()));
            for (int number = 0; number < kept.size(); number++) {
                assertThat(kept.get(number)).isEqualTo(event(number));
            }
        }
    }

    @Test
    void answersFromTheFileWhileItCannotBeWritten() throws Exception {
        try (var journal = open()) {
            journal.append(event(0));
            assertThat(journal.events("request")).hasSize(1);
            try (var _ = holder()) {
                journal.append(event(1));
                await(journal, true);

                assertThat(journal.events("request")).hasSize(1);
            }
        }
    }

    /// Right after its start the journal looks for what to forget. A backup that holds the file then is no trouble.
    @RepeatedTest(10)
    void saysNothingWhereForgettingMustWait() throws Exception {
        var journal = open();
        try (var _ = holder()) {
            journal.close();
        }
        assertThat(journal.notices()).isEmpty();
    }

    @Test
    void endsAlsoWhereItCannotWrite() throws Exception {
        var journal = open();
        try (var _ = holder()) {
            journal.append(event(0));
            journal.close();
        }
        assertThat(journal.lost()).isEqualTo(1);
        assertThat(journal.notices()).singleElement().asString().contains("1 events were lost");
    }
}
