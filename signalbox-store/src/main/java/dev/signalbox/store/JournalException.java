package dev.signalbox.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The journal's file cannot be used. The message says which file, what is wrong with it and what to do; it is for
/// people and holds nothing of what was journalled.
public final class JournalException extends RuntimeException {
    private final String reason;

    JournalException(Path path, String problem) {
        this("The journal `%s` %s".formatted(path, problem), null);
    }

    private JournalException(String reason, @Nullable SQLException cause) {
        super(reason, cause);
        this.reason = reason;
    }

    static JournalException of(Path path, SQLException cause) {
        return new JournalException("The journal `%s` %s".formatted(path, problem(cause)), cause);
    }

    /// Whether another program holds the file for now.
    static boolean isHeld(SQLException cause) {
        int family = family(cause);
        return family == SQLiteErrorCode.SQLITE_BUSY.code || family == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    /// An extended code keeps its family in the low byte.
    private static int family(SQLException cause) {
        return cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xFF : -1;
    }

    /// The message.
    public String reason() {
        return reason;
    }

    private static String problem(SQLException cause) {
        int family = family(cause);
        if (family == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return "is not a journal: it is no SQLite file. Name another file, or move this one away.";
        }
        if (family == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return "is damaged. Move it away to begin a new one; `sqlite3 FILE .recover` reads what is left of it.";
        }
        if (family == SQLiteErrorCode.SQLITE_FULL.code) {
            return "cannot grow: the disk is full. Free some space, or keep less.";
        }
        if (family == SQLiteErrorCode.SQLITE_READONLY.code
                || family == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || family == SQLiteErrorCode.SQLITE_PERM.code) {
            return "cannot be written. Make the file and its folder writable for this user, or name another file.";
        }
        if (isHeld(cause)) {
            return "is held by another program. End that program's work on it.";
        }
        if (family == SQLiteErrorCode.SQLITE_IOERR.code) {
            return "cannot be read or written: the disk reports an error. Look at the disk.";
        }
        return "failed: %s".formatted(cause.getMessage());
    }
}
