package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.learning.gate.GateFit;
import dev.signalbox.learning.gate.GateGuarantee;
import dev.signalbox.learning.gate.GateStudy;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.standard.gate.GateFile;
import dev.signalbox.standard.gate.KeepSensor;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.standard.sensor.GroupSensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Fits the gate of a cascade with a promise, and checks it on outcomes that nothing was fitted to.
@Command(
        name = "gate",
        description = "Find which queries a cheap model can answer with a bounded loss of quality.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  signalbox gate --outcomes my-outcomes --cheap small --strong large --risk 0.05",
            "  signalbox gate --outcomes my-outcomes --cheap small --strong large --by-group --out gate.json",
            "",
            "The loss of a kept query is what the strong model would have done better, 0 to 1; the risk is the mean loss",
            "over all queries. Promises hold for queries that come as those of the table came. Where a gate goes by group,",
            "requests must say theirs: `metadata: {\"group\": \"…\"}`, named as in the table."
        })
final class GateCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PairChoice pair = new PairChoice();

    @Option(
            names = "--risk",
            defaultValue = "0.05",
            paramLabel = "LOSS",
            description = "The mean loss that must not be exceeded (${DEFAULT-VALUE}).")
    private double risk;

    @Option(
            names = "--confidence",
            defaultValue = "0.95",
            paramLabel = "SHARE",
            description = "The confidence of the bound, 0 to 1 (${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--by-group",
            description = "Fit a bound for each group of the table, so that the guarantee holds in each group.")
    private boolean byGroup;

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the gate with the confidence goes, as JSON (`….json`). The snapshot that gives its score "
                            + "goes beside it, as `….safetensors`.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private EncoderChoice encoderChoice = new EncoderChoice();

    GateCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        requireShare("--risk", risk);
        requireShare("--confidence", confidence);
        if (out.isPresent() && !out.get().toString().endsWith(".json")) {
            throw new ParameterException(
                    spec.commandLine(), "`--out` must end in `.json`, not be `%s`".formatted(out.get()));
        }
        Outputs.require(out);
        var table = pair.table();
        var options = new Trainer.Options(seed, surroundings.clock().instant(), "the table's", BuiltIns::lexical);
        GateStudy study;
        try (var encoder = encoderChoice.open();
                var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            study = GateStudy.of(table, pair.cheap(), pair.strong(), encoder.encoder(), options, progress);
        }
        var surely = new GateGuarantee.WithConfidence(risk, confidence);
        if (out.isPresent()) write(out.get(), study, surely);
        var print = spec.commandLine().getOut();
        var story = new GateStory(study, pair.cheap(), pair.strong());
        print.print(story.opening());
        print.print(story.told(new GateGuarantee.OnAverage(risk), this::fit));
        print.print(story.told(surely, this::fit));
        out.ifPresent(
                file -> print.println("%nThe gate with confidence: `%s`, and the snapshot that gives its score: `%s`"
                        .formatted(file, snapshot(file))));
        print.flush();
        return 0;
    }

    private void write(Path file, GateStudy study, GateGuarantee.WithConfidence promise) throws IOException {
        SnapshotFile.write(snapshot(file), study.snapshot());
        var words = "mean loss at most %s %% with confidence %s %%"
                .formatted(number(100 * promise.risk()), number(100 * promise.confidence()));
        new GateFile(
                        words,
                        pair.cheap(),
                        pair.strong(),
                        snapshot(file),
                        fit(study, promise).gate())
                .write(file);
    }

    private static Path snapshot(Path file) {
        var name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ".json".length()) + ".safetensors");
    }

    private static String number(double percent) {
        return "%.4g".formatted(percent).replaceAll("\\.?0+$", "");
    }

    private GateFit fit(GateStudy study, GateGuarantee promise) {
        return byGroup
                ? GateFit.byGroup(study.calibrated(), promise, KeepSensor.KEEP, GroupSensor.GROUP)
                : GateFit.of(study.calibrated(), promise, KeepSensor.KEEP);
    }

    private void requireShare(String option, double share) {
        if (!(share > 0 && share < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "`%s` must lie between 0 and 1, not be %s".formatted(option, share));
        }
    }
}
