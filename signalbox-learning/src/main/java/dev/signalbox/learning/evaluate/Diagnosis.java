package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.calibrate.Reliability;
import dev.signalbox.learning.table.OutcomeTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Where the default method errs, where quality alone counts.
///
/// @param reliability of what it believes of all pairs of query and model; empty where its beliefs are no qualities
/// @param groups by name; empty where the test knows none
/// @param mistakes the most costly first, [#MISTAKES] at most
public record Diagnosis(Optional<Reliability> reliability, List<DiagnosedGroup> groups, List<Mistake> mistakes) {
    public static final int MISTAKES = 20;
    private static final int BINS = 15;

    public Diagnosis {
        groups = List.copyOf(groups);
        mistakes = List.copyOf(mistakes);
    }

    /// @param quality that was reached
    /// @param shares of the pool's models in its order, 0..1
    /// @param best the model that proves best in this group
    /// @param bestQuality that model's
    public record DiagnosedGroup(
            String name, int queries, double quality, List<Double> shares, String best, double bestQuality) {}

    /// A query that another model answers better.
    ///
    /// @param better the cheapest of those that are best
    public record Mistake(
            String id,
            Optional<String> group,
            Optional<String> text,
            String chosen,
            double quality,
            double believed,
            String better,
            double betterQuality,
            double costUsd) {
        double lost() {
            return betterQuality - quality;
        }
    }

    static Diagnosis of(Pool pool, BeliefRouting believer) {
        var table = pool.table();
        var routing = believer.byQuality(pool);
        var pairs = Findings.pairs(table, believer, routing.chosen());
        return new Diagnosis(
                pairs.probable()
                        ? Optional.of(Reliability.ofEqualMass(pairs.believed(), pairs.quality(), BINS))
                        : Optional.empty(),
                groups(table, routing),
                mistakes(table, routing, believer));
    }

    private static List<DiagnosedGroup> groups(OutcomeTable table, Routing routing) {
        var rows = new TreeMap<String, List<Integer>>();
        for (int row = 0; row < table.size(); row++) {
            if (routing.chosen()[row] < 0) continue;
            int place = row;
            table.queries().get(row).group().ifPresent(group -> rows.computeIfAbsent(group, _ -> new ArrayList<>())
                    .add(place));
        }
        var groups = new ArrayList<DiagnosedGroup>();
        rows.forEach((name, some) -> {
            var means = Baselines.of(
                    table.rows(some.stream().mapToInt(Integer::intValue).toArray()));
            var shares = new double[table.models().size()];
            some.forEach(row -> shares[routing.chosen()[row]] += 1.0 / some.size());
            double quality = some.stream()
                    .mapToDouble(row -> routing.quality()[row])
                    .average()
                    .orElseThrow();
            groups.add(new DiagnosedGroup(
                    name,
                    some.size(),
                    quality,
                    Arrays.stream(shares).boxed().toList(),
                    table.models().get(means.best()),
                    means.quality()[means.best()]));
        });
        return groups;
    }

    private static List<Mistake> mistakes(OutcomeTable table, Routing routing, BeliefRouting believer) {
        return IntStream.range(0, table.size())
                .filter(row -> routing.chosen()[row] >= 0)
                .mapToObj(row -> mistake(table, row, routing.chosen()[row], believer.quality()[row]))
                .filter(mistake -> mistake.lost() > 0)
                .sorted(Comparator.comparingDouble(Mistake::lost)
                        .thenComparingDouble(mistake -> Double.isNaN(mistake.costUsd) ? 0 : mistake.costUsd)
                        .thenComparingDouble(Mistake::believed)
                        .reversed()
                        .thenComparing(Mistake::id))
                .limit(MISTAKES)
                .toList();
    }

    private static Mistake mistake(OutcomeTable table, int row, int chosen, double[] believed) {
        double[] quality = table.quality()[row];
        double[] cost = table.costUsd()[row];
        int better = chosen;
        for (int model = 0; model < quality.length; model++) {
            boolean higher = quality[model] > quality[better];
            boolean cheaper = quality[model] == quality[better] && cost[model] < cost[better];
            if (higher || cheaper) better = model;
        }
        var query = table.queries().get(row);
        return new Mistake(
                query.id(),
                query.group(),
                query.text(),
                table.models().get(chosen),
                quality[chosen],
                believed[chosen],
                table.models().get(better),
                quality[better],
                cost[chosen]);
    }
}
