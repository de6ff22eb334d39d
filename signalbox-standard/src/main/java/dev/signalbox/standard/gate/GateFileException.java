package dev.signalbox.standard.gate;

/// A file is no gate that can be used. The message says what is wrong and what to do.
public final class GateFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GateFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
