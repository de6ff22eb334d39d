package dev.signalbox.checks;

/// A check that cannot work on this machine. Its message says what is missing and what to do.
public final class UnusableCheckException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableCheckException(String message) {
        super(message);
    }
}
