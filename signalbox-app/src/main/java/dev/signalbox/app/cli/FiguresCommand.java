package dev.signalbox.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Counts over the journal what no single request can tell, also while a gateway writes it.
@Command(
        name = "figures",
        description =
                "Print statistics of the journal: cache hits and their precision, and how often judges change their mind.",
        mixinStandardHelpOptions = true)
final class FiguresCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private JournalChoice journal = new JournalChoice();

    @Override
    public Integer call() {
        var figures = new UsageFigures();
        try (var reader = journal.open()) {
            for (var id : reader.recent(Integer.MAX_VALUE)) figures.add(reader.events(id));
        }
        var out = spec.commandLine().getOut();
        out.print(figures.text());
        out.flush();
        return 0;
    }
}
