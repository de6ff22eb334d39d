package dev.signalbox.app.cli;

import dev.signalbox.app.assembly.OpenEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of commands that learn from texts: which encoder reads them.
final class EncoderChoice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--encoder",
            defaultValue = "minilm",
            paramLabel = "KIND",
            description = "`minilm`, a transformer, or `static`, a table of token vectors (${DEFAULT-VALUE}). What is "
                    + "learnt with one can be served only with it: see `encoder.kind` in the settings.")
    private Kind kind = Kind.MINILM;

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description = "The token table for `static`, from `signalbox distill`. Default: the built-in table.")
    private Optional<Path> table = Optional.empty();

    enum Kind {
        STATIC,
        MINILM
    }

    OpenEncoder open() throws IOException {
        return switch (kind) {
            case STATIC -> OpenEncoder.ofTable(table);
            case MINILM -> {
                if (table.isPresent()) {
                    throw new ParameterException(command.commandLine(), "`--table` goes with `--encoder static` only");
                }
                yield OpenEncoder.miniLm();
            }
        };
    }
}
