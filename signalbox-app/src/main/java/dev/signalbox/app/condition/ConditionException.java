package dev.signalbox.app.condition;

import java.util.List;
import java.util.stream.Collectors;

/// A text that is no condition.
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    /// @param line from 1; 0 where the whole text is meant
    /// @param column from 0
    public record Mistake(int line, int column, String message) {}

    public ConditionException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::message).collect(Collectors.joining("; ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
