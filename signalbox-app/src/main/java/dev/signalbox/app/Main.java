package dev.signalbox.app;

import dev.signalbox.app.cli.CommandLines;

/// Where the program starts.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.of(SystemContext.ofMachine()).execute(arguments));
    }
}
