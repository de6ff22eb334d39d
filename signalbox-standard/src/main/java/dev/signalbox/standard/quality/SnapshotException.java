package dev.signalbox.standard.quality;

/// A snapshot that cannot be used. The message names the file and what to do.
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SnapshotException(String message) {
        super(message);
    }

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
