package dev.signalbox.learning.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.TreeSet;

/// A table in two parts, for fitting and for measuring. The same question (by its normalised text) is never in both.
public record Split(OutcomeTable train, OutcomeTable test) {
    /// @param testShare of the queries, between 0 and 1, about
    public static Split of(OutcomeTable table, double testShare, long seed) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("a part to hold back must be between 0 and 1, not " + testShare);
        }
        // Sorted first, so that the split depends on the questions and the seed and not on the order of rows.
        var keys = new ArrayList<>(new TreeSet<>(
                table.queries().stream().map(OutcomeTable.Query::key).toList()));
        Collections.shuffle(keys, new Random(seed));
        var held = new HashSet<>(keys.subList(0, (int) Math.round(keys.size() * testShare)));
        return new Split(
                table.where(row -> !held.contains(table.queries().get(row).key())),
                table.where(row -> held.contains(table.queries().get(row).key())));
    }
}
