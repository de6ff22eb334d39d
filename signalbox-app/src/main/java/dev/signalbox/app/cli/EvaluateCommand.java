package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.Regime;
import dev.signalbox.learning.evaluate.RememberingEncoder;
import dev.signalbox.learning.evaluate.Splits;
import dev.signalbox.learning.evaluate.Votes;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.Methods;
import dev.signalbox.learning.method.llm.LlmAdvisor;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.table.TableUnion;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures a learnt router on outcomes it has not seen.
@Command(
        name = "evaluate",
        description = "Evaluate a trained router beside baselines on held-out outcomes.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox evaluate --train my-outcomes --test held-out --json result.json --html report.html",
            "  signalbox evaluate --train mine --train theirs --stand-in their-model=my-model --test held-out",
            "",
            "With several tables, or stand-ins, what the test asks too is not learnt from.",
            "",
            "  signalbox evaluate --outcomes my-outcomes --holdout 0.3 --seed 7",
            "  signalbox evaluate --outcomes my-outcomes --methods all --splits 5",
            "  signalbox evaluate --outcomes my-outcomes --methods llm-router --settings signalbox.yaml --router gpt-5-mini",
            "  signalbox evaluate --outcomes two-models --regime routellm --labels 1500 --splits 6"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int FOLDS = 5;
    private static final int LABELS_MIN = 10;

    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--train",
            paramLabel = "DIR",
            description = "The table to learn from, or several in turn; with `--test`.")
    private List<Path> train = List.of();

    @Option(
            names = "--stand-in",
            paramLabel = "MODEL=TESTED",
            description =
                    "A model of a table to learn from takes the place of a tested one. Other models keep their names.")
    private Map<String, String> standIns = Map.of();

    @Option(names = "--test", paramLabel = "DIR", description = "The table to measure on.")
    private Optional<Path> test = Optional.empty();

    @Option(
            names = "--outcomes",
            paramLabel = "DIR",
            description = "One table to split for training and testing, instead of `--train` and `--test`.")
    private Optional<Path> outcomes = Optional.empty();

    @Option(
            names = "--holdout",
            defaultValue = "0.3",
            paramLabel = "SHARE",
            description = "The share of the one table's questions to measure on (${DEFAULT-VALUE}).")
    private double holdout;

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--resamples", defaultValue = "1000", description = "Bootstrap resamples (${DEFAULT-VALUE}).")
    private int resamples;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Ways to learn that are measured besides those that always are; `all` for every one that needs "
                            + "no large language model.")
    private List<String> methods = List.of();

    @Option(
            names = "--splits",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many random splits of the one table to measure on (${DEFAULT-VALUE}).")
    private int splits;

    @Option(names = "--timed", description = "Also measure how long each method takes.")
    private boolean timed;

    @Option(
            names = "--regime",
            paramLabel = "PROTOCOL",
            description = "`routellm`: measure a table of two models as RouteLLM does, for each regime of labels.")
    private Optional<Protocol> regime = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "N",
            description = "With `--regime`: how many random questions to learn from, as often as `--splits` says.")
    private Optional<Integer> labels = Optional.empty();

    @Option(
            names = "--votes",
            paramLabel = "DIR",
            description = "With `--regime`: people's votes (`votes.jsonl`) to learn from, without any label.")
    private Optional<Path> votes = Optional.empty();

    @Mixin
    private EvaluationOutput output = new EvaluationOutput();

    @Mixin
    private EncoderChoice encoderChoice = new EncoderChoice();

    @Mixin
    private AdvisorChoice adviserChoice = new AdvisorChoice();

    enum Protocol {
        ROUTELLM
    }

    EvaluateCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        check();
        output.require();
        var training = new Trainer.Options(seed, surroundings.clock().instant(), "the table's", BuiltIns::lexical);
        try (var advising = adviserChoice.open(surroundings);
                var encoder = encoderChoice.open();
                var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            var options = new Evaluation.Options(training, resamples, asked(advising.adviser()), timed);
            if (regime.isPresent()) output.tell(regimes(encoder.encoder(), options, progress));
            else output.tell(measured(encoder.encoder(), options, progress));
        }
        return 0;
    }

    private List<Regime.Result> regimes(Encoder encoder, Evaluation.Options options, Progress progress)
            throws IOException {
        var table = OutcomeTableReader.read(outcomes.orElseThrow());
        var remembering = new RememberingEncoder(encoder);
        var all = new ArrayList<Regime>();
        if (votes.isPresent()) all.add(Regime.transfer(Votes.read(votes.get(), table), table));
        if (labels.isPresent()) all.add(Regime.labels(table, labels.get(), splits, seed));
        all.add(Regime.crossValidated(table, FOLDS, seed));
        return all.stream().map(one -> one.run(remembering, options, progress)).toList();
    }

    private EvaluationResult measured(Encoder encoder, Evaluation.Options options, Progress progress)
            throws IOException {
        if (outcomes.isPresent()) {
            var table = OutcomeTableReader.read(outcomes.get());
            return Splits.run(table, holdout, splits, encoder, options, progress);
        }
        var tested = OutcomeTableReader.read(test.orElseThrow());
        if (train.size() == 1 && standIns.isEmpty()) {
            return Evaluation.run(OutcomeTableReader.read(train.getFirst()), tested, encoder, options, progress);
        }
        return Regime.transfer(others(), tested).run(encoder, options, progress).result();
    }

    private OutcomeTable others() throws IOException {
        var tables = new ArrayList<OutcomeTable>();
        for (var folder : train) tables.add(OutcomeTableReader.read(folder));
        for (var model : standIns.keySet()) {
            if (tables.stream().noneMatch(table -> table.models().contains(model))) {
                throw wrong("no table to learn from has the model `%s`".formatted(model));
            }
        }
        return TableUnion.of(tables.stream()
                .map(table -> table.standingIn(standIns.entrySet().stream()
                        .filter(pair -> table.models().contains(pair.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                .toList());
    }

    private void check() {
        boolean two = !train.isEmpty() && test.isPresent() && outcomes.isEmpty();
        boolean one = train.isEmpty() && test.isEmpty() && outcomes.isPresent();
        if (one && !standIns.isEmpty()) throw wrong("`--stand-in` goes with `--train`");
        if (!two && !one) throw wrong("name two tables (`--train DIR --test DIR`) or one (`--outcomes DIR`)");
        if (regime.isPresent() && two)
            throw wrong("`--regime` measures one table (`--outcomes DIR`), and two were named");
        if (regime.isEmpty() && (labels.isPresent() || votes.isPresent())) {
            throw wrong("`--labels` and `--votes` go with `--regime routellm`");
        }
        if (labels.filter(some -> some < LABELS_MIN).isPresent()) throw wrong("`--labels` must be 10 or more");
        if (resamples < 1) throw wrong("`--resamples` must be 1 or more");
        if (splits < 1) throw wrong("`--splits` must be 1 or more");
        if (two && splits > 1) throw wrong("`--splits` splits one table (`--outcomes DIR`), and two were named");
        if (!(holdout > 0 && holdout < 1)) throw wrong("`--holdout` must be between 0 and 1");
        adviserChoice.check(methods);
        asked(Optional.empty());
    }

    private List<Method> asked(Optional<LlmAdvisor> adviser) {
        try {
            return adviser.isPresent()
                    ? Methods.named(methods, Evaluation.ALWAYS, adviser.get())
                    : Methods.named(
                            methods,
                            Stream.concat(Evaluation.ALWAYS.stream(), Methods.ASKING.stream())
                                    .toList());
        } catch (IllegalArgumentException unknown) {
            throw wrong(String.valueOf(unknown.getMessage()));
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
