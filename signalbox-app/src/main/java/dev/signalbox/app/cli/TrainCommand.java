package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Fits a router to an outcome table.
@Command(
        name = "train",
        description = "Train a router on an outcome table.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  signalbox train --outcomes my-outcomes --out router.safetensors",
            "",
            "The folder holds queries.jsonl (id, group, text) and outcomes.csv (id,model,quality,input_tokens,",
            "output_tokens,cost_usd,latency_ms; an empty cell is unknown). Put `snapshot: router.safetensors` into the",
            "settings to route by it."
        })
final class TrainCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--outcomes", required = true, paramLabel = "DIR", description = "The outcome table.")
    private Path outcomes = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write the snapshot to.")
    private Path out = Path.of("");

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--quality-source",
            paramLabel = "WORDS",
            defaultValue = "not said",
            description =
                    "What the table's qualities are, such as \"executed test\" or \"judge\"; kept in the snapshot.")
    private String qualitySource = "";

    @Mixin
    private EncoderChoice encoderChoice = new EncoderChoice();

    TrainCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Outputs.require(out);
        var table = OutcomeTableReader.read(outcomes);
        var options = new Trainer.Options(seed, surroundings.clock().instant(), qualitySource, BuiltIns::lexical);
        try (var encoder = encoderChoice.open();
                var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            var trained = Trainer.explained(table, encoder.encoder(), options, progress);
            var snapshot = trained.snapshot();
            SnapshotFile.write(out, snapshot);
            var about = snapshot.about();
            var print = spec.commandLine().getOut();
            print.println("Learnt from %,d queries and %,d outcomes of %d models; written to `%s`."
                    .formatted(about.queries(), about.outcomes(), about.models().size(), out));
            ReasonsText.lines(trained.reasons()).forEach(print::println);
            if (snapshot.dial().isEmpty()) {
                print.println("The table knows no costs, so the snapshot has no dial: routes weigh by list prices.");
            }
            print.flush();
        }
        return 0;
    }
}
