package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.store.EventCodec;
import dev.signalbox.store.JournalReader;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells a request's story out of the journal, or lists recent requests, also while a gateway writes it.
@Command(
        name = "explain",
        description = {
            "Explain a request: its signals, the candidates, the decision and its reason, calls and costs.",
            "Without an id, list recent requests: time, route, model, cost, latency and status."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox explain                                        the latest requests",
            "  signalbox explain --failed --since 2h                    those of the last two hours that failed",
            "  signalbox explain --model gpt-5 --limit 100 --json       as JSON lines",
            "  signalbox explain req_01jd…                              one of them",
            "  signalbox explain req_01jd… --journal /var/lib/signalbox.db"
        })
final class ExplainCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "The request's id, from the header `x-signalbox-request`. Without it, lists recent requests.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private RequestFilter filter = new RequestFilter();

    @Option(
            names = "--json",
            description = "Print JSON lines: an object for each request listed, or for each event of the request ID.")
    private boolean json;

    @Mixin
    private JournalChoice journal = new JournalChoice();

    ExplainCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (id.isPresent() && filter.narrows()) {
            throw new ParameterException(
                    spec.commandLine(), "filters such as `--route` list requests; they don't go with an id");
        }
        try (var reader = journal.open()) {
            if (id.isPresent()) explain(reader, id.get());
            else list(reader);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void explain(JournalReader reader, String request) {
        var out = spec.commandLine().getOut();
        var events = reader.events(request);
        if (events.isEmpty()) {
            throw new CommandException(
                    "the journal `%s` knows no request `%s`. `signalbox explain --journal %s` lists the latest."
                            .formatted(journal.path(), request, journal.path()));
        }
        if (json) {
            var codec = new EventCodec(true);
            events.forEach(event -> out.println(codec.toJson(event)));
        } else {
            out.print(RequestStory.of(events));
        }
    }

    private void list(JournalReader reader) {
        var out = spec.commandLine().getOut();
        var requests = filter.list(reader, spec, surroundings.clock());
        if (json) requests.forEach(request -> out.println(RequestTable.json(request)));
        else if (!requests.isEmpty()) out.print(RequestTable.text(requests));
        else if (filter.narrows()) out.println("No request in `%s` matches.".formatted(journal.path()));
        else out.println("The journal `%s` has no requests yet.".formatted(journal.path()));
    }
}
