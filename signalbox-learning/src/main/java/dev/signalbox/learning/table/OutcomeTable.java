package dev.signalbox.learning.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Queries × models with what came of each pair. An unknown number is NaN, never zero.
///
/// @param name of the table: its folder's
/// @param models in alphabetical order
/// @param quality `[query][model]`, 0..1
/// @param costUsd `[query][model]`, zero or more
/// @param outputTokens `[query][model]`, zero or more
public record OutcomeTable(
        String name,
        List<Query> queries,
        List<String> models,
        double[][] quality,
        double[][] costUsd,
        double[][] outputTokens) {
    public OutcomeTable {
        queries = List.copyOf(queries);
        models = List.copyOf(models);
        if (quality.length != queries.size() || costUsd.length != queries.size()) {
            throw new IllegalArgumentException("a query needs a row of outcomes");
        }
    }

    /// @param group the benchmark, subject or kind that the query is of, where known
    /// @param text what was asked, where known
    public record Query(String id, Optional<String> group, Optional<String> text) {
        /// Queries with the same key ask the same and must stay on one side of a split.
        public String key() {
            return text.map(QuestionText::normalised)
                    .filter(key -> !key.isEmpty())
                    .orElse("id:" + id);
        }
    }

    /// The same outcomes, with models that take the place of others: `standIns` gives the name that a model
    /// of this table takes. The other models keep theirs.
    ///
    /// @throws OutcomeTableException if a model is not of this table, or two would have one name
    public OutcomeTable standingIn(Map<String, String> standIns) {
        for (var model : standIns.keySet()) {
            if (!models.contains(model)) {
                throw new OutcomeTableException("the table `%s` has no model `%s`: it has %s"
                        .formatted(name, model, String.join(", ", models)));
            }
        }
        var names = models.stream()
                .map(model -> standIns.getOrDefault(model, model))
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new OutcomeTableException(
                    "two models of the table `%s` would have one name: %s".formatted(name, String.join(", ", names)));
        }
        return new OutcomeTable(name, queries, names, quality, costUsd, outputTokens).of(names);
    }

    public int size() {
        return queries.size();
    }

    /// How many qualities are known.
    public long outcomes() {
        return Arrays.stream(quality)
                .flatMapToDouble(Arrays::stream)
                .filter(value -> !Double.isNaN(value))
                .count();
    }

    /// The rows that the predicate takes.
    public OutcomeTable where(IntPredicate wanted) {
        return rows(IntStream.range(0, size()).filter(wanted).toArray());
    }

    public OutcomeTable rows(int[] rows) {
        var some = new ArrayList<Query>(rows.length);
        for (int row : rows) some.add(queries.get(row));
        return new OutcomeTable(name, some, models, pick(quality, rows), pick(costUsd, rows), pick(outputTokens, rows));
    }

    /// Only these models, in alphabetical order.
    ///
    /// @param some of [#models]
    public OutcomeTable of(Collection<String> some) {
        var sorted = some.stream().sorted().toList();
        int[] places = sorted.stream().mapToInt(models::indexOf).toArray();
        return new OutcomeTable(
                name,
                queries,
                sorted,
                columns(quality, places),
                columns(costUsd, places),
                columns(outputTokens, places));
    }

    private static double[][] columns(double[][] values, int[] places) {
        return Arrays.stream(values)
                .map(row ->
                        Arrays.stream(places).mapToDouble(place -> row[place]).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] pick(double[][] values, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> values[row]).toArray(double[][]::new);
    }
}
