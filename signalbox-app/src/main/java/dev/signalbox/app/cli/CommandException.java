package dev.signalbox.app.cli;

import dev.signalbox.Nearest;
import java.nio.file.Path;
import java.util.List;

/// A command cannot do what it was asked. The message says why and what to do.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandException(String message) {
        super(message);
    }

    /// @param models those that the table has
    static CommandException noModel(Path table, String model, List<String> models) {
        var hint = Nearest.to(model, models)
                .map(" Did you mean `%s`?"::formatted)
                .orElseGet(() -> " It has: " + String.join(", ", models));
        return new CommandException("the table `%s` has no model `%s`.%s".formatted(table, model, hint));
    }
}
