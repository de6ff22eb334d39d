package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What the training table says of each model, overall and in each group, without looking at texts.
///
/// @param quality one a model; NaN where none is known
/// @param costUsd one a model; NaN where none is known
record Baselines(double[] quality, double[] costUsd, Map<String, Means> groups) {
    record Means(double[] quality, double[] costUsd) {}

    static Baselines of(OutcomeTable train) {
        var rows = new HashMap<String, int[]>();
        for (int row = 0; row < train.size(); row++) {
            int place = row;
            train.queries().get(row).group().ifPresent(group -> rows.merge(group, new int[] {place}, Baselines::join));
        }
        var groups = new HashMap<String, Means>();
        var overall = new Means(means(train.quality()), means(train.costUsd()));
        rows.forEach((group, some) -> {
            var part = train.rows(some);
            groups.put(
                    group,
                    new Means(
                            orElse(means(part.quality()), overall.quality),
                            orElse(means(part.costUsd()), overall.costUsd)));
        });
        return new Baselines(overall.quality, overall.costUsd, Map.copyOf(groups));
    }

    private static int[] join(int[] some, int[] more) {
        var all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /// A model that a group has never tried is worth there what it is worth overall.
    private static double[] orElse(double[] values, double[] other) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) values[i] = other[i];
        }
        return values;
    }

    private static double[] means(double[][] values) {
        int columns = values.length == 0 ? 0 : values[0].length;
        var means = new double[columns];
        for (int i = 0; i < columns; i++) {
            int place = i;
            means[i] = Arrays.stream(values)
                    .mapToDouble(row -> row[place])
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
        }
        return means;
    }

    int best() {
        int best = 0;
        for (int model = 1; model < quality.length; model++) {
            if (quality[model] > quality[best] || Double.isNaN(quality[best])) best = model;
        }
        return best;
    }

    /// The model to be spared for: the cheapest where costs are known, else the weakest.
    int weak() {
        boolean priced = Arrays.stream(costUsd).anyMatch(cost -> !Double.isNaN(cost));
        double[] by = priced ? costUsd : quality;
        int least = -1;
        for (int model = 0; model < by.length; model++) {
            if (!Double.isNaN(by[model]) && (least < 0 || by[model] < by[least])) least = model;
        }
        return Math.max(least, 0);
    }

    /// Believes each group's means, and the overall ones where the group was never seen.
    BeliefRouting perGroup(OutcomeTable test) {
        var overall = new Means(quality, costUsd);
        var means = test.queries().stream()
                .map(query -> query.group().map(groups::get).orElse(overall))
                .toList();
        return new BeliefRouting(
                means.stream().map(Means::quality).toArray(double[][]::new),
                means.stream().map(Means::costUsd).toArray(double[][]::new));
    }
}
