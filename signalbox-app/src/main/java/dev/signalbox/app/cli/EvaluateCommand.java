package dev.signalbox.app.cli;

import dev.signalbox.app.Surroundings;
import dev.signalbox.app.assembly.Parts;
import dev.signalbox.encoders.MiniLmEncoder;
import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.report.EvaluationJson;
import dev.signalbox.learning.report.EvaluationTable;
import dev.signalbox.learning.report.HtmlReport;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures a learnt router on outcomes it has not seen.
@Command(
        name = "evaluate",
        description = "Measure a learnt router beside the simple ways to choose, on outcomes it has not learnt from.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox evaluate --train my-outcomes --test held-out --json result.json --html report.html",
            "  signalbox evaluate --outcomes my-outcomes --holdout 0.3 --seed 7"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Tables tables = new Tables();

    static final class Tables {
        @ArgGroup(exclusive = false)
        Optional<Two> two = Optional.empty();

        @ArgGroup(exclusive = false)
        Optional<One> one = Optional.empty();
    }

    static final class Two {
        @Option(names = "--train", required = true, paramLabel = "DIR", description = "The table to learn from.")
        Path train = Path.of("");

        @Option(names = "--test", required = true, paramLabel = "DIR", description = "The table to measure on.")
        Path test = Path.of("");
    }

    static final class One {
        @Option(names = "--outcomes", required = true, paramLabel = "DIR", description = "One table for both.")
        Path outcomes = Path.of("");

        @Option(
                names = "--holdout",
                defaultValue = "0.3",
                paramLabel = "SHARE",
                description = "The share of its questions to measure on (${DEFAULT-VALUE}).")
        double holdout;
    }

    @Option(names = "--seed", defaultValue = "1", description = "Of everything random (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--resamples", defaultValue = "1000", description = "Of the bootstrap (${DEFAULT-VALUE}).")
    private int resamples;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the result goes as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Where the result goes as a page with a plot.")
    private Optional<Path> html = Optional.empty();

    EvaluateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var split = split();
        var training = new Trainer.Options(seed, surroundings.clock().instant(), "the table's", Parts::lexical);
        EvaluationResult result;
        try (var encoder = new MiniLmEncoder(Runtime.getRuntime().availableProcessors());
                var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            result = Evaluation.run(
                    split.train(), split.test(), encoder, new Evaluation.Options(training, resamples), progress);
        }
        if (json.isPresent()) Files.writeString(json.get(), EvaluationJson.write(result));
        if (html.isPresent())
            Files.writeString(html.get(), HtmlReport.of(result).render());
        print(result);
        return 0;
    }

    private Split split() throws IOException {
        if (resamples < 1) throw new ParameterException(spec.commandLine(), "`--resamples` must be 1 or more");
        if (tables.two.isPresent()) {
            return new Split(
                    OutcomeTableReader.read(tables.two.get().train), OutcomeTableReader.read(tables.two.get().test));
        }
        var one = tables.one.orElseThrow();
        if (!(one.holdout > 0 && one.holdout < 1)) {
            throw new ParameterException(spec.commandLine(), "`--holdout` must be between 0 and 1");
        }
        return Split.of(OutcomeTableReader.read(one.outcomes), one.holdout, seed);
    }

    private void print(EvaluationResult result) {
        var out = spec.commandLine().getOut();
        out.println(
                "Learnt from %,d queries of `%s`, measured on %,d queries of `%s`, %d models. Brackets are 95 %% intervals."
                        .formatted(
                                result.trainQueries(),
                                result.train(),
                                result.queries(),
                                result.test(),
                                result.models().size()));
        out.println();
        out.print(EvaluationTable.methods(result).render());
        if (!result.dial().isEmpty()) {
            out.println();
            out.print(EvaluationTable.dial(result).render());
        }
        if (!result.notes().isEmpty()) out.println();
        result.notes().forEach(note -> out.println("Note: " + note));
        json.ifPresent(file -> out.println("JSON: " + file));
        html.ifPresent(file -> out.println("Report: " + file));
        out.flush();
    }
}
