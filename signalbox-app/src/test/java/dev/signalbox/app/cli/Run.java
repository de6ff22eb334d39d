package dev.signalbox.app.cli;

import dev.signalbox.app.assembly.Fixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// What came of a command: its exit code, and what it said.
record Run(int code, String out, String error) {
    static Run of(String... arguments) {
        return of(Map.of(), arguments);
    }

    /// @param variables the environment
    static Run of(Map<String, String> variables, String... arguments) {
        var out = new StringWriter();
        var error = new StringWriter();
        int code = CommandLines.of(Fixture.surroundings(variables))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Run(code, out.toString(), error.toString());
    }
}
