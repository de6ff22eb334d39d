package dev.signalbox.app.settings;

/// One mistake in a settings file.
///
/// @param line from 1; 0 where the mistake has no place
/// @param column from 1
public record Problem(String file, int line, int column, String message) implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }

    /// In the form that editors and terminals turn into a link.
    @Override
    public String toString() {
        return line == 0 ? "%s: %s".formatted(file, message) : "%s:%d:%d: %s".formatted(file, line, column, message);
    }
}
