package dev.signalbox.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells a request's story out of the journal, also while a gateway writes it.
@Command(
        name = "explain",
        description =
                "Tell a request's story: its signals, who might have answered, the choice and why, calls and costs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox explain                                        the latest requests",
            "  signalbox explain req_01jd…                              one of them",
            "  signalbox explain req_01jd… --journal /var/lib/signalbox.db"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final int RECENT = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description =
                    "The request's id, from the header `x-signalbox-request`. Without it, lists the latest requests.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private JournalChoice journal = new JournalChoice();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var reader = journal.open()) {
            if (id.isEmpty()) {
                reader.recent(RECENT).forEach(out::println);
                out.flush();
                return 0;
            }
            var events = reader.events(id.get());
            if (events.isEmpty()) {
                throw new CommandException(
                        "the journal `%s` knows no request `%s`. `signalbox explain --journal %s` lists the latest."
                                .formatted(journal.path(), id.get(), journal.path()));
            }
            out.print(Story.of(events));
            out.flush();
            return 0;
        }
    }
}
