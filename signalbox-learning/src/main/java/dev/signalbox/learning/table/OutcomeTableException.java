package dev.signalbox.learning.table;

/// An outcome table that cannot be used. The message names the file and line, and what to do.
public final class OutcomeTableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutcomeTableException(String message) {
        super(message);
    }

    public OutcomeTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
