package dev.signalbox.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// The SQLite file: opened, checked that it is ours, and brought to the form that this version knows.
///
/// The migrations are Flyway's. It is only asked when there is one to do, which the file's own `user_version` tells: a
/// start with a file in order costs milliseconds and not a second.
///
/// @param powerLossSafe whether each commit waits until the disk has it
/// @param secret whether only the process's own user may read the file
record JournalFile(Path path, boolean powerLossSafe, boolean secret) {
    /// The number of the latest file in `migrations`, which sets it.
    static final int FORM = 1;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int APPLICATION = 1399276152;
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int LOG_BYTES_MAX = 16 << 20;

    /// A connection that writes, each statement at once unless it is between [#begin] and [#commit].
    Connection openToWrite() {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
        } catch (IOException blocked) {
            throw new JournalException(
                    path, "has no folder, and it cannot be made. Make it, or name another file. (" + blocked + ")");
        }
        if (secret) hide();
        try {
            prepare();
            var config = config();
            config.setSynchronous(powerLossSafe ? SynchronousMode.FULL : SynchronousMode.NORMAL);
            config.setJournalSizeLimit(LOG_BYTES_MAX);
            return config.createConnection(url());
        } catch (SQLException failed) {
            throw JournalException.of(path, failed);
        }
    }

    /// Has the file readable for its owner alone, before anything is in it. SQLite gives its logs the same mode. A
    /// file system without such modes has its own ways.
    private void hide() {
        try {
            if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
            if (!Files.exists(path)) {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                return;
            }
            for (var name : List.of("", "-wal", "-shm")) {
                var file = path.resolveSibling(path.getFileName() + name);
                if (Files.exists(file)) Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        } catch (IOException blocked) {
            throw new JournalException(
                    path,
                    "keeps prompts and answers, but cannot be made readable for its owner alone. Let this user own it, or turn `journal.capture` off. ("
                            + blocked + ")");
        }
    }

    /// What tells this file from another one at the same path; empty where there is none.
    Optional<Object> identity() {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Some file systems have no keys; there a file is known by the time that it was made.
            return Optional.of(Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /// A connection that only reads.
    Connection openToRead() throws SQLException {
        if (!Files.exists(path)) throw new JournalException(path, "does not exist. Name the file of a journal.");
        var config = config();
        config.setReadOnly(true);
        var connection = config.createConnection(url());
        if (form(connection) != FORM) {
            connection.close();
            throw new JournalException(path, "is not in the form that this Signalbox reads. Start it once to write.");
        }
        return connection;
    }

    private void prepare() throws SQLException {
        try (var connection = config().createConnection(url())) {
            int form = form(connection);
            if (form == FORM) return;
            if (form == 0) {
                // Only an empty file takes these. Some requests fit on a page of 16 KiB, where one would not fit on a
                // usual
                // one: that halves the cost of a row. The other lets the file shrink later.
                execute(connection, "PRAGMA page_size = 16384");
                execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            }
            execute(connection, "PRAGMA journal_mode = WAL");
        }
        migrate();
    }

    /// The form that the file is in, 0 where it is new.
    ///
    /// @throws JournalException where it is no journal, or a newer one
    private int form(Connection connection) throws SQLException {
        long form = number(connection, "PRAGMA user_version");
        if (number(connection, "PRAGMA application_id") != APPLICATION) {
            long tables = number(
                    connection,
                    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'flyway%' AND name NOT LIKE 'sqlite%'");
            if (form == 0 && tables == 0) return 0;
            throw new JournalException(path, "is another program's database. Name another file.");
        }
        if (form > FORM) {
            throw new JournalException(
                    path,
                    "was written by a newer Signalbox (form %d; this one knows %d). Use that one, or name another file."
                            .formatted(form, FORM));
        }
        return (int) form;
    }

    private void migrate() {
        var source = new SQLiteDataSource(config());
        source.setUrl(url());
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:dev/signalbox/store/migrations")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException failed) {
            throw new JournalException(
                    path, "could not be brought to its new form. Restore a copy of it. (" + failed.getMessage() + ")");
        }
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setBusyTimeout((int) BUSY.toMillis());
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + path;
    }

    static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Begins a transaction that writes. Not by way of `setAutoCommit(false)`: there the driver begins the next one
    /// with the end of the last, and so would hold the file against every other writer for ever.
    static void begin(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
    }

    static void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    /// Ends a transaction that failed. What fails on the way is told with the first failure.
    static void rollback(Connection connection, SQLException cause) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException failed) {
            cause.addSuppressed(failed);
        }
    }

    static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
