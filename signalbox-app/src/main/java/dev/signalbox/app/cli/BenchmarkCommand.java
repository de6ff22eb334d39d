package dev.signalbox.app.cli;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.OpenEncoder;
import dev.signalbox.learning.evaluate.Benchmark;
import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.Methods;
import dev.signalbox.learning.report.BenchmarkReport;
import dev.signalbox.learning.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures the routers on published data sets and writes the report of it.
@Command(
        name = "benchmark",
        description = "Benchmark the default router and others on published data sets, and write a report.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  signalbox benchmark --data DIR --out docs/benchmarks/routing.md",
            "",
            "DIR holds an outcome table a data set: routellm_mmlu, routerbench, paretobandit, coderouterbench,",
            "mmlu_pro, zeroeval and routerdc, and the votes arena_votes. One that is missing is left out."
        })
final class BenchmarkCommand implements Callable<Integer> {
    private final SystemContext surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder of the data sets.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write the report to.")
    private Path out = Path.of("");

    @Option(
            names = "--sets",
            split = ",",
            paramLabel = "NAME",
            description = "Only these data sets. Default: all that are found.")
    private List<String> sets = List.of();

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            description = "Ways to learn that are measured besides those that always are; `all` for every one.")
    private List<String> methods = List.of();

    @Option(
            names = "--encoders",
            split = ",",
            defaultValue = "minilm,static",
            paramLabel = "KIND",
            description = "Which read the prompts, one after the other (${DEFAULT-VALUE}).")
    private List<EncoderChoice.Kind> encoders = List.of();

    @Option(
            names = "--splits",
            defaultValue = "5",
            description = "Of the data sets that are measured on a part held out (${DEFAULT-VALUE}).")
    private int splits;

    @Option(names = "--seed", defaultValue = "1", description = "The random seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--resamples", defaultValue = "200", description = "Bootstrap resamples (${DEFAULT-VALUE}).")
    private int resamples;

    BenchmarkCommand(SystemContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (splits < 1) throw wrong("`--splits` must be 1 or more");
        if (resamples < 1) throw wrong("`--resamples` must be 1 or more");
        Outputs.require(out);
        var training = new Trainer.Options(seed, surroundings.clock().instant(), "the table's", BuiltIns::lexical);
        var options = new Benchmark.Options(new Evaluation.Options(training, resamples, asked(), false), splits);
        var names = names();
        var parts = new ArrayList<Benchmark.BenchmarkSection>();
        try (var progress = new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal())) {
            for (var name : names) {
                for (var kind : encoders) {
                    try (var encoder = open(kind)) {
                        parts.addAll(Benchmark.run(data, name, encoder.encoder(), options, progress));
                    }
                }
            }
        }
        write(BenchmarkReport.write(parts, asCalled(), missing(names)));
        long all = parts.stream().mapToLong(part -> part.verdicts().size()).sum();
        long met = parts.stream()
                .flatMap(part -> part.verdicts().stream())
                .filter(Benchmark.BarVerdict::met)
                .count();
        var print = spec.commandLine().getOut();
        print.println("%d of %d bars are cleared; written to `%s`.".formatted(met, all, out));
        print.flush();
        return 0;
    }

    /// What makes the same page from the same data.
    private String asCalled() {
        var call = new StringBuilder(
                "signalbox benchmark --data DIR --out %s --splits %d --seed %d --resamples %d --encoders %s"
                        .formatted(
                                out.getFileName(),
                                splits,
                                seed,
                                resamples,
                                encoders.stream()
                                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(","))));
        if (!sets.isEmpty()) call.append(" --sets ").append(String.join(",", sets));
        if (!methods.isEmpty()) call.append(" --methods ").append(String.join(",", methods));
        return call.toString();
    }

    private List<String> names() {
        var found = Benchmark.found(data);
        if (found.isEmpty()) {
            throw new CommandException(
                    "there is no data set in `%s`: it needs a folder such as `routerbench` with `queries.jsonl` and `outcomes.csv`"
                            .formatted(data));
        }
        for (var name : sets) {
            if (!found.contains(name)) {
                throw wrong("there is no data set `%s` in `%s`. There are: %s."
                        .formatted(name, data, String.join(", ", found)));
            }
        }
        return sets.isEmpty() ? found : found.stream().filter(sets::contains).toList();
    }

    private static List<String> missing(List<String> names) {
        return Benchmark.known().stream().filter(name -> !names.contains(name)).toList();
    }

    private static OpenEncoder open(EncoderChoice.Kind kind) throws IOException {
        return switch (kind) {
            case MINILM -> OpenEncoder.miniLm();
            case STATIC -> OpenEncoder.ofTable(Optional.empty());
        };
    }

    private List<Method> asked() {
        try {
            return Methods.named(methods, Evaluation.ALWAYS);
        } catch (IllegalArgumentException unknown) {
            throw wrong(String.valueOf(unknown.getMessage()));
        }
    }

    private void write(String report) throws IOException {
        var folder = out.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(out, report);
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
