package dev.signalbox.learning.method.llm;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What the router is told of a model that it may choose, all of it read off outcomes.
///
/// @param strengths groups of queries in which it is further above the other models than elsewhere, the furthest first
/// @param usdPer1k for a thousand calls, where known
record ModelDescription(String id, double quality, List<String> strengths, OptionalDouble usdPer1k) {
    private static final int STRENGTHS_MAX = 3;
    private static final int GROUP_ROWS_MIN = 10;
    private static final double ADVANTAGE_MIN = 0.02;

    ModelDescription {
        strengths = List.copyOf(strengths);
    }

    /// One a model, in the table's order.
    static List<ModelDescription> of(OutcomeTable table) {
        int[] all = IntStream.range(0, table.size()).toArray();
        double[] quality = means(table.quality(), all);
        double[] costUsd = means(table.costUsd(), all);
        double[][] advantages = advantages(table, quality);
        var groups = List.copyOf(groups(table).keySet());
        var experts = new ArrayList<ModelDescription>();
        for (int model = 0; model < quality.length; model++) {
            int place = model;
            var strengths = IntStream.range(0, groups.size())
                    .boxed()
                    .filter(group -> advantages[group][place] >= ADVANTAGE_MIN)
                    .sorted(Comparator.comparingDouble((Integer group) -> -advantages[group][place]))
                    .limit(STRENGTHS_MAX)
                    .map(groups::get)
                    .toList();
            experts.add(new ModelDescription(
                    table.models().get(model),
                    quality[model],
                    strengths,
                    Double.isNaN(costUsd[model]) ? OptionalDouble.empty() : OptionalDouble.of(1000 * costUsd[model])));
        }
        return experts;
    }

    /// `[group][model]`: how much further it is above the mean of all models there than on the whole.
    private static double[][] advantages(OutcomeTable table, double[] quality) {
        double usual = mean(quality);
        return groups(table).values().stream()
                .map(rows -> {
                    double[] there = means(table.quality(), rows);
                    double level = mean(there);
                    return IntStream.range(0, there.length)
                            .mapToDouble(model -> there[model] - level - (quality[model] - usual))
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static TreeMap<String, int[]> groups(OutcomeTable table) {
        var rows = new TreeMap<String, int[]>();
        table.queries().stream()
                .flatMap(query -> query.group().stream())
                .distinct()
                .forEach(group -> {
                    int[] some = IntStream.range(0, table.size())
                            .filter(row -> table.queries()
                                    .get(row)
                                    .group()
                                    .filter(group::equals)
                                    .isPresent())
                            .toArray();
                    if (some.length >= GROUP_ROWS_MIN) rows.put(group, some);
                });
        return rows;
    }

    private static double[] means(double[][] values, int[] rows) {
        return IntStream.range(0, values[0].length)
                .mapToDouble(model -> mean(Arrays.stream(rows)
                        .mapToDouble(row -> values[row][model])
                        .toArray()))
                .toArray();
    }

    /// Of what is known; NaN where nothing is.
    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
