package dev.signalbox.app.cli;

import dev.signalbox.learning.table.LlmRouterBenchJson;
import dev.signalbox.learning.table.OutcomeTableWriter;
import dev.signalbox.learning.table.RouteLlmCsv;
import dev.signalbox.learning.table.RouterBenchCsv;
import dev.signalbox.learning.table.TableImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes an outcome table of what others call outcomes, or of one's own journal.
@Command(
        name = "import",
        description = "Import published results or your own journal as an outcome table.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox import --format routerbench routerbench_0shot.csv --out my-outcomes",
            "  signalbox import --format routellm routellm/evals/mmlu/responses --out mmlu",
            "  signalbox import --format llmrouterbench results/bench --out bench",
            "  signalbox import --format journal signalbox.db --out my-outcomes",
            "",
            "A journal gives the rated requests' quality; texts only where `journal.capture` was on. An unknown number",
            "stays unknown. Nothing is overwritten."
        })
final class ImportCommand implements Callable<Integer> {
    /// What can be imported.
    enum Format {
        ROUTERBENCH,
        ROUTELLM,
        LLMROUTERBENCH,
        JOURNAL;

        TableImport reader() {
            return switch (this) {
                case ROUTERBENCH -> new RouterBenchCsv();
                case ROUTELLM -> new RouteLlmCsv();
                case LLMROUTERBENCH -> new LlmRouterBenchJson();
                case JOURNAL -> new JournalImport();
            };
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "What the source is: routerbench, routellm, llmrouterbench or journal.")
    private Format format = Format.JOURNAL;

    @Parameters(paramLabel = "FILE", description = "The source: a file, or a folder of them.")
    private Path source = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write the outcome table to.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(source)) throw new NoSuchFileException(source.toString());
        int queries;
        int outcomes;
        try (var writer = OutcomeTableWriter.open(out)) {
            format.reader().read(source, writer);
            queries = writer.queries();
            outcomes = writer.outcomes();
        }
        var print = spec.commandLine().getOut();
        print.println("Imported %,d queries and %,d outcomes into `%s`.".formatted(queries, outcomes, out));
        print.flush();
        return 0;
    }
}
