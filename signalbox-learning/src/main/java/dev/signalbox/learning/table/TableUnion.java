package dev.signalbox.learning.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One table of the queries of several. What a table does not say of another's model is unknown.
public final class TableUnion {
    private TableUnion() {}

    /// @param tables one or more; the name of the result is theirs, joined by `+`
    public static OutcomeTable of(List<OutcomeTable> tables) {
        if (tables.size() == 1) return tables.getFirst();
        var names = new TreeSet<String>();
        tables.forEach(table -> names.addAll(table.models()));
        var models = List.copyOf(names);
        var queries = new ArrayList<OutcomeTable.Query>();
        var quality = new ArrayList<double[]>();
        var costUsd = new ArrayList<double[]>();
        var outputTokens = new ArrayList<double[]>();
        for (var table : tables) {
            // Two tables may number their queries alike.
            table.queries()
                    .forEach(query -> queries.add(
                            new OutcomeTable.Query(table.name() + "/" + query.id(), query.group(), query.text())));
            int[] places = models.stream().mapToInt(table.models()::indexOf).toArray();
            quality.addAll(spread(table.quality(), places));
            costUsd.addAll(spread(table.costUsd(), places));
            outputTokens.addAll(spread(table.outputTokens(), places));
        }
        return new OutcomeTable(
                tables.stream().map(OutcomeTable::name).collect(Collectors.joining("+")),
                queries,
                models,
                quality.toArray(double[][]::new),
                costUsd.toArray(double[][]::new),
                outputTokens.toArray(double[][]::new));
    }

    /// @param places where each model of the union is among a table's; -1 where it is not
    private static List<double[]> spread(double[][] values, int[] places) {
        return Arrays.stream(values)
                .map(row -> Arrays.stream(places)
                        .mapToDouble(place -> place < 0 ? Double.NaN : row[place])
                        .toArray())
                .toList();
    }
}
