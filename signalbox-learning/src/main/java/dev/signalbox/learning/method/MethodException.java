package dev.signalbox.learning.method;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A method cannot work here, whatever the table: something that it needs is not there. The message says what.
public final class MethodException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public MethodException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
