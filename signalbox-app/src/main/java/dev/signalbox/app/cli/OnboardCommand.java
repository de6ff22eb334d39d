package dev.signalbox.app.cli;

import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.learning.method.irt.Onboarding;
import dev.signalbox.learning.method.irt.TrialResults;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Says which prompts to try a new model on, and places it by its answers to them.
@Command(
        name = "onboard",
        description = "Estimate a new model's ability from its answers to a few well-chosen prompts.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  signalbox onboard maker/new --outcomes my-outcomes --budget 40 > prompts.jsonl",
            "  signalbox onboard maker/new --outcomes my-outcomes --budget 40 --results results.csv",
            "",
            "The first prints the prompts, one JSON object a line (id, text). Ask the model, judge its answers as those",
            "of the table were, and write a CSV with the header `id,quality`. The second says how able the model is, and",
            "prints the next prompts if there are fewer results than the budget."
        })
final class OnboardCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double CERTAIN = 0.1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL", description = "The new model's name; it is not in the table yet.")
    private String model = "";

    @Option(names = "--outcomes", required = true, paramLabel = "DIR", description = "Outcomes of the known models.")
    private Path outcomes = Path.of("");

    @Option(
            names = "--budget",
            defaultValue = "40",
            paramLabel = "N",
            description = "The number of prompts to try it on (${DEFAULT-VALUE}).")
    private int budget;

    @Option(names = "--results", paramLabel = "FILE", description = "The results so far: `id,quality`.")
    private Optional<Path> results = Optional.empty();

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private EncoderChoice encoderChoice = new EncoderChoice();

    @Override
    public Integer call() throws IOException {
        if (budget < 1) throw new ParameterException(spec.commandLine(), "`--budget` must be 1 or more");
        var table = Trainer.usable(OutcomeTableReader.read(outcomes));
        if (table.models().contains(model)) {
            throw new CommandException(
                    "`%s` is in the table `%s` already: name a model that is new to it".formatted(model, table.name()));
        }
        SortedMap<Integer, Double> answered =
                results.isPresent() ? TrialResults.read(results.get(), table) : new TreeMap<>();
        Onboarding onboarding;
        try (var encoder = encoderChoice.open();
                var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            var inputs = Inputs.of(table, encoder.encoder(), BuiltIns::lexical, progress);
            onboarding = Onboarding.of(table, inputs, seed);
        }
        var standing = onboarding.standing(answered);
        if (!answered.isEmpty()) tell(standing, table);
        int left = standing.ability().deviation() < CERTAIN ? 0 : budget - answered.size();
        if (left > 0) ask(table, onboarding.next(answered, left));
        return 0;
    }

    private void tell(Onboarding.Standing standing, OutcomeTable table) {
        // Prompts go to the output, so that they can be kept in a file; what people read goes beside it.
        var error = spec.commandLine().getErr();
        error.println(String.format(
                Locale.ROOT,
                "`%s` after %d answers: ability %+.2f ± %.2f (0 is the mean of the %d known models, 1 their deviation); "
                        + "%d of them are abler.",
                model,
                standing.answered(),
                standing.ability().value(),
                standing.ability().deviation(),
                table.models().size(),
                standing.better()));
        error.println(String.format(
                Locale.ROOT,
                "Over all %,d queries of `%s` its mean quality is expected to be %.3f.",
                table.size(),
                table.name(),
                standing.quality()));
        error.flush();
    }

    private void ask(OutcomeTable table, List<Integer> rows) {
        var out = spec.commandLine().getOut();
        for (int row : rows) {
            var query = table.queries().get(row);
            var line = JSON.createObjectNode();
            line.put("id", query.id());
            line.put("text", query.text().orElseThrow());
            out.println(JSON.writeValueAsString(line));
        }
        out.flush();
    }
}
