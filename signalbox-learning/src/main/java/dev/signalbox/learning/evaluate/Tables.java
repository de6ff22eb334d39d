package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/// The comparable part of two tables, and what had to be left out of them.
///
/// @param texts whether methods that read texts can be measured
/// @param groups whether the training table knows groups
record Tables(OutcomeTable train, OutcomeTable test, boolean texts, boolean groups, List<String> notes) {
    private static final int TEXTS_MIN = 10;

    static Tables of(OutcomeTable train, OutcomeTable test) {
        var notes = new ArrayList<String>();
        var shared = new TreeSet<>(train.models());
        shared.retainAll(test.models());
        if (shared.isEmpty()) {
            throw new OutcomeTableException("the tables `%s` and `%s` have no model in common: %s and %s"
                    .formatted(train.name(), test.name(), train.models(), test.models()));
        }
        leftOut(train, shared, notes);
        leftOut(test, shared, notes);
        var known = known(train.of(shared), notes);
        var measured = known(test.of(shared), notes);
        boolean texts = texts(known) >= TEXTS_MIN && texts(measured) > 0;
        if (texts) {
            known = withText(known, notes);
            measured = withText(measured, notes);
        } else {
            notes.add("too few queries with a text: `length`, `knn` and `default` were left out");
        }
        boolean groups =
                known.queries().stream().anyMatch(query -> query.group().isPresent());
        if (!groups)
            notes.add("the training table `%s` has no groups: `best-per-group` was left out".formatted(train.name()));
        else unseenGroups(known, measured, notes);
        sameQuestions(known, measured, notes);
        incomplete(measured, notes);
        return new Tables(known, measured, texts, groups, List.copyOf(notes));
    }

    private static void leftOut(OutcomeTable table, TreeSet<String> shared, List<String> notes) {
        var others =
                table.models().stream().filter(model -> !shared.contains(model)).toList();
        if (!others.isEmpty()) {
            notes.add("models of `%s` that the other table does not know were left out: %s"
                    .formatted(table.name(), String.join(", ", others)));
        }
    }

    private static OutcomeTable known(OutcomeTable table, List<String> notes) {
        var some = table.where(row -> Arrays.stream(table.quality()[row]).anyMatch(value -> !Double.isNaN(value)));
        if (some.size() == 0) {
            throw new OutcomeTableException(
                    "the table `%s` knows no quality of the models in common".formatted(table.name()));
        }
        if (some.size() < table.size()) {
            notes.add("%d queries of `%s` without a known quality were left out"
                    .formatted(table.size() - some.size(), table.name()));
        }
        return some;
    }

    private static long texts(OutcomeTable table) {
        return table.queries().stream()
                .filter(query -> query.text().isPresent())
                .count();
    }

    private static OutcomeTable withText(OutcomeTable table, List<String> notes) {
        var some = table.where(row -> table.queries().get(row).text().isPresent());
        if (some.size() < table.size()) {
            notes.add("%d of %d queries of `%s` have no text and were left out, for all methods alike"
                    .formatted(table.size() - some.size(), table.size(), table.name()));
        }
        return some;
    }

    private static void unseenGroups(OutcomeTable train, OutcomeTable test, List<String> notes) {
        var seen = new HashSet<String>();
        train.queries().forEach(query -> query.group().ifPresent(seen::add));
        long strange = test.queries().stream()
                .filter(query -> query.group().filter(seen::contains).isEmpty())
                .count();
        if (strange > 0) {
            notes.add(
                    "%d test queries are of no group or of one that training has never seen: there `best-per-group` takes the best single model"
                            .formatted(strange));
        }
    }

    private static void sameQuestions(OutcomeTable train, OutcomeTable test, List<String> notes) {
        var keys = new HashSet<String>();
        train.queries().forEach(query -> keys.add(query.key()));
        long same = test.queries().stream()
                .filter(query -> keys.contains(query.key()))
                .count();
        if (same > 0) {
            notes.add("%d test queries ask what a training query asks: their results are too good to be believed"
                    .formatted(same));
        }
    }

    private static void incomplete(OutcomeTable test, List<String> notes) {
        long pairs = (long) test.size() * test.models().size();
        if (test.outcomes() < pairs) {
            notes.add(
                    "%d of %d test outcomes are unknown: methods choose among the models with a known outcome, and a single model is measured where its outcome is known"
                            .formatted(pairs - test.outcomes(), pairs));
        }
    }
}
