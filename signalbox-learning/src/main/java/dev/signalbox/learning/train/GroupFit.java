package dev.signalbox.learning.train;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.standard.quality.GroupTable;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Fits a [GroupTable] to the groups that an outcome table names.
final class GroupFit {
    private static final int ROWS_MIN = 10;
    private static final int GROUPS_MAX = 64;
    private static final double SHRINKAGE = 20;
    private static final double PENALTY = 3;

    private final int[] groupOfRow;
    private final int groups;

    private GroupFit(int[] groupOfRow, int groups) {
        this.groupOfRow = groupOfRow;
        this.groups = groups;
    }

    /// Absent where the table names fewer than two groups of some size: a group of all teaches nothing. Of very many
    /// groups the largest are taken.
    static Optional<GroupFit> of(OutcomeTable table) {
        var sizes = new TreeMap<String, Integer>();
        table.queries().forEach(query -> query.group().ifPresent(group -> sizes.merge(group, 1, Integer::sum)));
        List<String> names = sizes.entrySet().stream()
                .filter(entry -> entry.getValue() >= ROWS_MIN)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(GROUPS_MAX)
                .map(Map.Entry::getKey)
                .toList();
        if (names.size() < 2) return Optional.empty();
        var places = new HashMap<String, Integer>();
        for (var name : names) places.put(name, places.size());
        return Optional.of(new GroupFit(
                table.queries().stream()
                        .mapToInt(query -> query.group().map(places::get).orElse(-1))
                        .toArray(),
                names.size()));
    }

    /// @param inputs `[row]`, joined
    /// @param rows those to fit to
    GroupTable fit(float[][] inputs, double[][] targets, int[] rows, double[] means) {
        int[] grouped = Arrays.stream(rows).filter(row -> groupOfRow[row] >= 0).toArray();
        var indicators = new double[inputs.length][];
        for (int row : grouped) {
            indicators[row] = new double[groups];
            indicators[row][groupOfRow[row]] = 1;
        }
        var classifier = RidgeFit.fit(Ridge.Input.JOINED, inputs, indicators, grouped, groups, new double[] {PENALTY});
        return new GroupTable(
                classifier.getFirst(), ShrunkMeans.of(targets, grouped, groupOfRow, groups, means, SHRINKAGE));
    }
}
