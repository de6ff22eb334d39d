package dev.signalbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.store.SqliteJournal.Options;
import dev.signalbox.testkit.Stories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people read when the file is not what it should be.
class JournalFileTest {
    @TempDir
    private Path folder;

    private SqliteJournal open(Path file) {
        return SqliteJournal.open(Options.of(file), InstantSource.fixed(Stories.START));
    }

    private void execute(Path file, String command) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Test
    void makesTheFolderOfItsFile() {
        var file = folder.resolve("deep").resolve("down").resolve("journal.db");
        open(file).close();

        assertThat(file).exists();
    }

    @Test
    void isInTheFormThatTheMigrationsLeaveBehind() throws Exception {
        var file = folder.resolve("journal.db");
        open(file).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(JournalFile.number(connection, "PRAGMA user_version")).isEqualTo(JournalFile.FORM);
            assertThat(JournalFile.number(
                            connection, "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history"))
                    .isEqualTo(JournalFile.FORM);
        }
    }

    @Test
    void waitsForTheDiskWhereItShallBeSafeFromALossOfPower() throws Exception {
        var file = folder.resolve("journal.db");
        try (var usual = new JournalFile(file, false, false).openToWrite();
                var safe = new JournalFile(file, true, false).openToWrite()) {
            // 1 is NORMAL, 2 is FULL.
            assertThat(JournalFile.number(usual, "PRAGMA synchronous")).isEqualTo(1);
            assertThat(JournalFile.number(safe, "PRAGMA synchronous")).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsNoDatabase() throws Exception {
        var file = folder.resolve("notes.txt");
        Files.writeString(file, "These are the notes of a meeting, and no database.\n".repeat(200));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` is not a journal".formatted(file))
                .hasMessageContaining("Name another file");
        assertThat(Files.readString(file)).startsWith("These are the notes");
    }

    @Test
    void refusesAnotherProgramsDatabase() throws Exception {
        var file = folder.resolve("other.db");
        execute(file, "CREATE TABLE customer (name TEXT)");

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` is another program's database".formatted(file));
    }

    @Test
    void refusesWhatANewerVersionWrote() throws Exception {
        var file = folder.resolve("journal.db");
        open(file).close();
        execute(file, "PRAGMA user_version = 7");

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(
                        "`%s` was written by a newer Signalbox (form 7; this one knows 1)".formatted(file));
        assertThatThrownBy(() -> JournalReader.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void saysThatADamagedFileIsDamaged() throws Exception {
        var file = folder.resolve("journal.db");
        try (var journal = open(file)) {
            for (int request = 0; request < 500; request++) {
                Stories.answered("req_%04d".formatted(request)).forEach(journal::append);
            }
        }
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 16_384, bytes.length, (byte) 0x55);
        Files.write(file, bytes);

        assertThatThrownBy(() -> {
                    try (var journal = open(file)) {
                        journal.events("req_0007");
                    }
                })
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` is damaged. Move it away".formatted(file));
    }

    @Test
    void saysThatAFolderCannotBeMade() throws Exception {
        var blocker = Files.writeString(folder.resolve("blocker"), "a file, not a folder");
        var file = blocker.resolve("journal.db");

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` has no folder".formatted(file));
    }

    @Test
    void saysThatAFileIsAFolder() throws Exception {
        var file = Files.createDirectory(folder.resolve("journal.db"));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` cannot be written. Make the file and its folder writable".formatted(file));
    }

    @Test
    void saysThatAFolderIsReadOnly() throws Exception {
        var closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        // Whoever may do everything is not stopped by that.
        assumeThat(Files.isWritable(closed)).isFalse();

        assertThatThrownBy(() -> open(closed.resolve("journal.db")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void saysThatThereIsNothingToRead() {
        var file = folder.resolve("absent.db");

        assertThatThrownBy(() -> JournalReader.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("`%s` does not exist".formatted(file));
        assertThat(file).doesNotExist();
    }

    @Test
    void hidesAFileThatKeepsPromptsFromOtherUsers() throws Exception {
        var file = folder.resolve("journal.db");
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
        try (var journal = SqliteJournal.open(capturing(file), InstantSource.fixed(Stories.START))) {
            journal.append(Stories.answered("r").getFirst());
            journal.recent(1);

            for (var name : List.of("journal.db", "journal.db-wal")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void hidesAFileThatWasOpenToOthers() throws Exception {
        var file = folder.resolve("journal.db");
        assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
        open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        SqliteJournal.open(capturing(file), InstantSource.fixed(Stories.START)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void beginsAFileThatWasDeletedAnewAndSaysSo() throws Exception {
        var file = folder.resolve("journal.db");
        try (var journal = open(file)) {
            Stories.answered("before").forEach(journal::append);
            journal.recent(1);
            Files.delete(file);
            Stories.answered("after").forEach(journal::append);

            // The second story tells of the same models, which the new file has to have, too.
            assertThat(journal.events("after")).hasSameSizeAs(Stories.answered("after"));
            assertThat(journal.events("before")).isEmpty();
            assertThat(journal.trouble()).isEmpty();
            assertThat(journal.lost()).isZero();
            assertThat(journal.notices())
                    .singleElement()
                    .asString()
                    .contains("`%s` was deleted or replaced".formatted(file));
        }
        try (var reader = JournalReader.open(file)) {
            assertThat(reader.events("after")).hasSameSizeAs(Stories.answered("after"));
        }
    }

    private static Options capturing(Path file) {
        var usual = Options.of(file);
        return new Options(
                file, usual.flushInterval(), true, false, usual.keepFor(), usual.keepBytes(), usual.queueBytes());
    }

    @Test
    void goesOnWritingAndTellsOnceWhereAnOldPageIsDamaged() throws Exception {
        var file = folder.resolve("journal.db");
        var nanos = new AtomicLong();
        try (var journal = SqliteJournal.open(Options.of(file), InstantSource.fixed(Stories.START), nanos::get)) {
            for (int request = 0; request < 500; request++) {
                Stories.answered("req_%04d".formatted(request)).forEach(journal::append);
            }
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            long page = JournalFile.number(
                    connection, "SELECT pageno FROM dbstat WHERE name = 'entry' AND pagetype = 'leaf' ORDER BY path");
            var bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, (int) (page - 1) * 16_384, (int) page * 16_384, (byte) 0x55);
            Files.write(file, bytes);
        }
        try (var journal = SqliteJournal.open(Options.of(file), InstantSource.fixed(Stories.START), nanos::get)) {
            for (int turn = 0; turn < 5; turn++) {
                nanos.addAndGet(Duration.ofMinutes(1).toNanos());
                Stories.answered("new_" + turn).forEach(journal::append);
                assertThat(journal.events("new_" + turn)).isNotEmpty();
            }

            assertThat(journal.trouble()).isEmpty();
            assertThat(journal.lost()).isZero();
            assertThat(journal.notices())
                    .singleElement()
                    .asString()
                    .contains("is damaged")
                    .contains("Old entries are not forgotten");
        }
    }
}
