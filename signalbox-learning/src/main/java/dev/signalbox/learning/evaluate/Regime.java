package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.table.QueryOverlap;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.signal.Encoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// How many outcomes of the test's own kind a method may learn from. Numbers of different regimes must not be compared:
/// RouteLLM's (arXiv 2406.18665) best on MMLU saw some 1,500 labels of it.
///
/// @param name stable, for JSON
/// @param about in words
/// @param splits what is learnt from and measured on; no question is on both sides
public record Regime(String name, String about, List<Split> splits) {
    public Regime {
        splits = List.copyOf(splits);
    }

    /// @param result the mean over the splits
    public record Result(String name, String about, EvaluationResult result) {}

    /// Learns from some random questions and measures on all the others.
    ///
    /// @throws OutcomeTableException if there are not more questions than that
    public static Regime labels(OutcomeTable table, int labels, int splits, long seed) {
        var some = new ArrayList<Split>();
        for (int i = 0; i < splits; i++) {
            var keys = shuffled(table, seed + i);
            if (labels >= keys.size()) {
                throw new OutcomeTableException(
                        "the table `%s` has %d different questions, and %d are to be learnt from: that leaves none to measure on"
                                .formatted(table.name(), keys.size(), labels));
            }
            some.add(without(table, Set.copyOf(keys.subList(labels, keys.size()))));
        }
        return new Regime("labels-" + labels, "learnt from %,d random questions".formatted(labels), some);
    }

    /// Learns from all parts but one and measures on that, for each part in turn.
    ///
    /// @param folds 2 or more
    public static Regime crossValidated(OutcomeTable table, int folds, long seed) {
        var keys = shuffled(table, seed);
        var some = new ArrayList<Split>();
        for (int fold = 0; fold < folds; fold++) {
            int from = keys.size() * fold / folds;
            int to = keys.size() * (fold + 1) / folds;
            some.add(without(table, Set.copyOf(keys.subList(from, to))));
        }
        return new Regime("cross-validated", "%d-fold cross-validated".formatted(folds), some);
    }

    /// Learns from another table alone, without the questions that the measured one asks too, in whichever wording
    /// around them.
    public static Regime transfer(OutcomeTable other, OutcomeTable table) {
        var asked = new HashSet<String>();
        table.queries().forEach(query -> asked.add(query.key()));
        var clean = new QueryOverlap(table)
                .without(other.where(
                        row -> !asked.contains(other.queries().get(row).key())));
        return new Regime(
                "transfer-" + other.name(),
                "learnt from `%s` alone".formatted(other.name().replace("+", "`, `")),
                List.of(new Split(clean, table)));
    }

    /// @param options of which the seed is that of the first split
    public Result run(Encoder encoder, Evaluation.Options options, Progress progress) {
        return new Result(name, about, Splits.run(splits, encoder, options, progress));
    }

    /// Measures on a random part of the questions and learns from the others, as often as there are splits.
    ///
    /// @param holdout the share to measure on, between 0 and 1
    public static Regime holdout(OutcomeTable table, double holdout, int splits, long seed) {
        var some = new ArrayList<Split>();
        for (int i = 0; i < splits; i++) some.add(Split.of(table, holdout, seed + i));
        return new Regime("holdout", "%.0f %% held out".formatted(100 * holdout), some);
    }

    private static List<String> shuffled(OutcomeTable table, long seed) {
        var keys = new ArrayList<>(new TreeSet<>(
                table.queries().stream().map(OutcomeTable.Query::key).toList()));
        Collections.shuffle(keys, new Random(seed));
        return keys;
    }

    private static Split without(OutcomeTable table, Set<String> held) {
        return new Split(
                table.where(row -> !held.contains(table.queries().get(row).key())),
                table.where(row -> held.contains(table.queries().get(row).key())));
    }
}
