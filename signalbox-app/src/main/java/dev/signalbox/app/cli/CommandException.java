package dev.signalbox.app.cli;

/// A command cannot do what it was asked. The message says why and what to do.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandException(String message) {
        super(message);
    }
}
