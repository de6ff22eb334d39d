package dev.signalbox.app.cli;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of commands that study a cascade of two models: which ones, and the outcomes of both.
final class PairChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--outcomes", required = true, paramLabel = "DIR", description = "The outcome table.")
    private Path outcomes = Path.of("");

    @Option(names = "--cheap", required = true, paramLabel = "MODEL", description = "The model that is asked first.")
    private String cheap = "";

    @Option(names = "--strong", required = true, paramLabel = "MODEL", description = "The model to escalate to.")
    private String strong = "";

    String cheap() {
        return cheap;
    }

    String strong() {
        return strong;
    }

    /// The table, which has both models.
    OutcomeTable table() throws IOException {
        if (cheap.equals(strong)) {
            throw new ParameterException(command.commandLine(), "`--cheap` and `--strong` must be two models");
        }
        var table = OutcomeTableReader.read(outcomes);
        for (var model : List.of(cheap, strong)) requireModel(table, model);
        return table;
    }

    void requireModel(OutcomeTable table, String model) {
        if (!table.models().contains(model)) throw CommandException.noModel(outcomes, model, table.models());
    }
}
