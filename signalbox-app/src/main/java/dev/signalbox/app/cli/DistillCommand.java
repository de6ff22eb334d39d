package dev.signalbox.app.cli;

import dev.signalbox.encoders.Distillation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Makes a table for the static encoder out of texts.
@Command(
        name = "distill",
        description =
                "Distil a token table for the static encoder from your own texts. Takes minutes and needs no labels.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  signalbox distill --texts my-outcomes/queries.jsonl prompts.txt --out my-table.bin",
            "  signalbox train --outcomes my-outcomes --encoder static --table my-table.bin --out router.safetensors",
            "",
            "Put `encoder: {kind: static, table: my-table.bin}` into the settings to serve with it."
        })
final class DistillCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--texts",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Prompts like those that will be routed, some thousands: the `text` of each line of a "
                    + "`.jsonl` file, each line of any other.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write the table to.")
    private Path out = Path.of("");

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Outputs.require(out);
        var texts = new ArrayList<String>();
        for (var file : files) texts.addAll(read(file));
        Distillation.Result result;
        try (var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            var options = new Distillation.Options(Distillation.Options.DEFAULT.dimensions(), seed);
            result = Distillation.run(texts, options, progress::at);
        } catch (IllegalArgumentException tooFew) {
            throw new CommandException(String.valueOf(tooFew.getMessage()));
        }
        try (var file = Files.newOutputStream(out)) {
            result.table().write(file);
        }
        var print = spec.commandLine().getOut();
        print.println(String.format(
                Locale.ROOT,
                "Distilled from %,d texts; written to `%s`. On %,d others, its rank correlation with the transformer is "
                        + "%.3f.",
                result.texts(),
                out,
                result.heldBack(),
                result.rankCorrelation()));
        print.flush();
        return 0;
    }

    private static List<String> read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        if (!file.toString().endsWith(".jsonl")) return lines;
        var texts = new ArrayList<String>();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).isBlank()) continue;
            try {
                var text = JSON.readTree(lines.get(line)).path("text");
                if (text.isString()) texts.add(text.asString());
            } catch (JacksonException broken) {
                throw new CommandException("`%s`, line %d is no JSON".formatted(file, line + 1));
            }
        }
        return texts;
    }
}
