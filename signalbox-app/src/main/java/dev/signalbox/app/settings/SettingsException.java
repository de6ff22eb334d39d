package dev.signalbox.app.settings;

import java.util.List;
import java.util.stream.Collectors;

/// A settings file that cannot be used, with all that is wrong in it.
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the file, at least one.
    public List<Problem> problems() {
        return problems;
    }
}
