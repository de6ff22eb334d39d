package dev.signalbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.store.SqliteJournal.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong();

    private SqliteJournal open(Duration keepFor, long keepBytes) {
        var options =
                new Options(folder.resolve("journal.db"), Duration.ZERO, false, false, keepFor, keepBytes, 1 << 20);
        return SqliteJournal.open(options, (InstantSource) now::get, nanos::get);
    }

    private Event event(String id, Duration after, int size) {
        return new Event.Failed(id, START.plus(after), "code", "x".repeat(size));
    }

    /// Has the writing thread pass by: it forgets after each batch, before it takes the next one.
    private void passBy(SqliteJournal journal, Duration later) {
        // The wall clock goes first: seen alone it is doubted, and believed as soon as the other has followed.
        var before = now.getAndSet(START.plus(later));
        nanos.addAndGet(Duration.between(before, START.plus(later)).toNanos());
        for (int turn = 0; turn < 2; turn++) {
            journal.append(event("latest", later, 1));
            journal.recent(1);
        }
    }

    @Test
    void forgetsWhatIsTooOld() {
        try (var journal = open(Duration.ofDays(7), 1 << 30)) {
            journal.append(event("old", Duration.ZERO, 1));
            journal.append(event("young", Duration.ofDays(3), 1));
            passBy(journal, Duration.ofDays(8));

            assertThat(journal.events("old")).isEmpty();
            assertThat(journal.events("young")).hasSize(1);
        }
    }

    @Test
    void forgetsARequestAsAWhole() {
        try (var journal = open(Duration.ofDays(7), 1 << 30)) {
            journal.append(event("old", Duration.ZERO, 1));
            journal.recent(1);
            journal.append(event("old", Duration.ofDays(5), 1));
            // Both are in the file before the first is too old.
            passBy(journal, Duration.ZERO);
            passBy(journal, Duration.ofDays(8));

            assertThat(journal.events("old")).isEmpty();
        }
    }

    @Test
    void forgetsTheOldestWhereTheFileIsTooLarge() throws Exception {
        long limit = 4 << 20;
        try (var journal = open(Duration.ofDays(365), limit)) {
            for (int request = 0; request < 1000; request++) {
                journal.append(event("req_%04d".formatted(request), Duration.ZERO, 10_000));
            }
            for (int turn = 1; turn < 20; turn++) passBy(journal, Duration.ofMinutes(turn));

            assertThat(journal.events("req_0000")).isEmpty();
            assertThat(journal.events("latest")).isNotEmpty();
        }
        assertThat(Files.size(folder.resolve("journal.db"))).isLessThanOrEqualTo(limit);
    }

    @Test
    void forgetsNoMoreLargeRequestsThanItMust() {
        try (var journal = open(Duration.ofDays(365), 4 << 20)) {
            for (int request = 0; request < 20; request++) {
                journal.append(event("req_%04d".formatted(request), Duration.ZERO, 300_000));
            }
            for (int turn = 1; turn < 20; turn++) passBy(journal, Duration.ofMinutes(turn));

            assertThat(journal.events("req_0004")).isEmpty();
            assertThat(journal.events("req_0010")).hasSize(1);
        }
    }

    @Test
    void keepsWhatHasRoomAndIsYoung() {
        try (var journal = open(Duration.ofDays(7), 1 << 30)) {
            for (int request = 0; request < 100; request++) {
                journal.append(event("req_%04d".formatted(request), Duration.ZERO, 1000));
            }
            passBy(journal, Duration.ofDays(6));

            assertThat(journal.recent(1000)).hasSize(101);
        }
    }

    @Test
    void forgetsNothingForAClockThatIsWrongForAWhile() {
        try (var journal = open(Duration.ofDays(30), 1 << 30)) {
            journal.append(event("kept", Duration.ZERO, 1));
            passBy(journal, Duration.ofMinutes(1));

            // 40 days ahead for 14 seconds.
            now.set(START.plus(Duration.ofDays(40)));
            nanos.addAndGet(Duration.ofSeconds(14).toNanos());
            for (int turn = 0; turn < 3; turn++) {
                journal.append(event("meanwhile", Duration.ofDays(40), 1));
                journal.recent(1);
            }
            now.set(START.plus(Duration.ofMinutes(2)));
            passBy(journal, Duration.ofMinutes(3));

            assertThat(journal.events("kept")).hasSize(1);
            assertThat(journal.events("meanwhile")).hasSize(3);
        }
    }

    @Test
    void forgetsNothingForAClockThatIsWrongAtTheStart() {
        try (var journal = open(Duration.ofDays(30), 1 << 30)) {
            journal.append(event("kept", Duration.ZERO, 1));
        }
        now.set(START.plus(Duration.ofDays(4000)));
        try (var journal = open(Duration.ofDays(30), 1 << 30)) {
            for (int turn = 0; turn < 3; turn++) {
                journal.append(event("meanwhile", Duration.ofDays(4000), 1));
                journal.recent(1);
            }

            assertThat(journal.events("kept")).hasSize(1);
        }
    }

    @Test
    void believesANewTimeThatLasts() {
        try (var journal = open(Duration.ofDays(30), 1 << 30)) {
            journal.append(event("old", Duration.ZERO, 1));
            passBy(journal, Duration.ofMinutes(1));
            now.set(START.plus(Duration.ofDays(40)));
            // Some hours more than a day: a step may come after the events of its hour were seen.
            for (int hour = 0; hour <= 30; hour++) {
                now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
                nanos.addAndGet(Duration.ofHours(1).toNanos());
                journal.append(event("latest", Duration.ofDays(40), 1));
                journal.recent(1);
            }

            assertThat(journal.events("old")).isEmpty();
        }
    }

    @Test
    void keepsYoungRequestsBesideOnesThatAClockSetBackHasDated() {
        try (var journal = open(Duration.ofDays(30), 1 << 30)) {
            journal.append(event("young", Duration.ofDays(99), 1));
            journal.append(event("misdated", Duration.ZERO, 1));
            passBy(journal, Duration.ofDays(100));

            assertThat(journal.events("young")).hasSize(1);
        }
    }

    /// It goes on by itself and does not wait for events, or a million old rows would take hours.
    /// More with `-Dsignalbox.retention.rows=1000000`.
    @Test
    @Timeout(600)
    void forgetsManyAtOnceWhileNobodyWrites() {
        int rows = Integer.getInteger("signalbox.retention.rows", 20_000);
        try (var journal = open(Duration.ofDays(7), 1L << 40)) {
            for (int request = 0; request < rows; request++) {
                journal.append(event("req_%07d".formatted(request), Duration.ZERO, 10));
                // What waits is bounded: let it be written.
                if (request % 1_000 == 999) journal.recent(1);
            }
            assertThat(journal.lost()).isZero();
            passBy(journal, Duration.ofDays(8));

            while (journal.recent(2).size() > 1) Thread.onSpinWait();
            assertThat(journal.recent(2)).containsExactly("latest");
        }
    }
}
