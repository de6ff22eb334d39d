package dev.signalbox.app.cli;

import dev.signalbox.learning.gate.MetaVerifier.Band;
import dev.signalbox.learning.gate.MetaVerifier.State;
import dev.signalbox.learning.gate.MetaVerifier.VerifierRow;
import dev.signalbox.learning.gate.VerifierStudy;
import dev.signalbox.learning.gate.VerifierStudy.Done;
import dev.signalbox.learning.report.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Finds what a model's word on its own answers is worth, and writes it as conditions of a cascade's stage.
@Command(
        name = "verifier",
        description =
                "Find the thresholds of `verified`: where an answer is accepted, and where a stronger model would not help.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  signalbox verifier --outcomes my-outcomes --cheap small --strong large --verified small-verified",
            "",
            "`small-verified` is a column of the table like a model's, whose quality is the share of samples that said yes."
        })
final class VerifierCommand implements Callable<Integer> {
    private static final double HALF = 0.5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PairChoice pair = new PairChoice();

    @Option(
            names = "--verified",
            required = true,
            paramLabel = "COLUMN",
            description = "The column whose quality is the share of yes for the cheap model's answer.")
    private String verified = "";

    @Option(
            names = "--worth",
            defaultValue = "0.2",
            paramLabel = "GAIN",
            description = "How often the strong model must help to be worth its price, 0 to 1 (${DEFAULT-VALUE}).")
    private double worth;

    @Option(
            names = "--bins",
            defaultValue = "5",
            description = "Into how many bins `verified` is put; at best, how often is asked (${DEFAULT-VALUE}).")
    private int bins;

    @Option(names = "--seed", defaultValue = "1", description = "The random seed of the split (${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (!(worth >= 0 && worth <= 1) || bins < 1) {
            throw new ParameterException(
                    spec.commandLine(), "`--worth` must lie between 0 and 1, and `--bins` be 1 or more");
        }
        var table = pair.table();
        pair.requireModel(table, verified);
        var study = VerifierStudy.of(table, pair.cheap(), pair.strong(), verified, bins, seed);
        var print = spec.commandLine().getOut();
        print.println("Counted on %,d queries, measured on %,d others."
                .formatted(study.counted().size(), study.held().size()));
        print.println();
        print.print(bands(study).render());
        print.println();
        print.print(ways(study).render());
        print.println();
        print.println("accept: " + study.verifier().condition(State.GOOD, worth));
        print.println(study.accepted(worth).setting());
        print.println("hopeless: " + study.verifier().condition(State.HOPELESS, worth));
        print.flush();
        return 0;
    }

    private TextTable bands(VerifierStudy study) {
        var rows = new ArrayList<List<String>>();
        for (var band : study.verifier().bands(worth)) {
            var in = study.counted().stream().filter(within(band)).toList();
            rows.add(List.of(
                    "%.2f – %.2f".formatted(band.from(), band.to()),
                    "%,d".formatted(in.size()),
                    share(in, State.GOOD),
                    share(in, State.NEEDY),
                    share(in, State.HOPELESS),
                    switch (band.state()) {
                        case GOOD -> "accept";
                        case NEEDY -> "ask `%s`".formatted(pair.strong());
                        case HOPELESS -> "give up";
                    }));
        }
        return new TextTable(
                List.of("verified", "queries", "cheap right", "strong alone right", "neither", "then"), rows, false);
    }

    private static Predicate<VerifierRow> within(Band band) {
        return row -> row.verified() >= band.from() && (row.verified() < band.to() || band.to() == 1);
    }

    private static String share(List<VerifierRow> rows, State state) {
        if (rows.isEmpty()) return "–";
        return percent(
                (double) rows.stream().filter(row -> row.state() == state).count() / rows.size());
    }

    private TextTable ways(VerifierStudy study) {
        var rows = List.of(
                way("`%s` alone".formatted(pair.cheap()), study.done(_ -> State.GOOD)),
                way("`%s` alone".formatted(pair.strong()), study.done(_ -> State.NEEDY)),
                way(
                        "one threshold: verified >= 0.5",
                        study.done(row -> row.verified() >= HALF ? State.GOOD : State.NEEDY)),
                way("three states", study.done(row -> study.verifier().treatedAs(row.verified(), worth))));
        return new TextTable(
                List.of("held back", "right", "95 % interval", "`%s` asked".formatted(pair.strong())), rows, false);
    }

    private static List<String> way(String name, Done done) {
        return List.of(
                name,
                percent(done.right().share()),
                "%s – %s"
                        .formatted(
                                percent(done.right().low()),
                                percent(done.right().high())),
                percent(done.escalated().share()));
    }

    private static String percent(double share) {
        return "%.1f %%".formatted(100 * share);
    }
}
