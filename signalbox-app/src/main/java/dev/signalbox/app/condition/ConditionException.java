package dev.signalbox.app.condition;

import java.util.List;
import java.util.stream.Collectors;

/// A text that is no condition.
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<SyntaxMistake> mistakes;

    /// @param line from 1; 0 where the whole text is meant
    /// @param column from 0
    public record SyntaxMistake(int line, int column, String message) {}

    public ConditionException(List<SyntaxMistake> mistakes) {
        super(mistakes.stream().map(SyntaxMistake::message).collect(Collectors.joining("; ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<SyntaxMistake> mistakes() {
        return mistakes;
    }
}
