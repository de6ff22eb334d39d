package dev.signalbox.learning.train;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.GroupRidge;
import dev.signalbox.standard.quality.GroupTable;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Fits a [GroupTable], and for queries of which the group is told a [GroupRidge], to the groups that an outcome table
/// names.
final class GroupFit {
    private static final int ROWS_MIN = 10;
    private static final int GROUPS_MAX = 64;
    private static final double SHRINKAGE = 20;
    private static final double PENALTY = 3;

    private final int[] groupOfRow;
    private final List<String> names;
    private final int groups;

    private GroupFit(int[] groupOfRow, List<String> names) {
        this.groupOfRow = groupOfRow;
        this.names = names;
        this.groups = names.size();
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
                names));
    }

    List<String> names() {
        return names;
    }

    /// The rows as they read when the caller tells their groups.
    Features[] told(Features[] features) {
        return IntStream.range(0, features.length)
                .mapToObj(row -> features[row].told(groupOfRow[row]))
                .toArray(Features[]::new);
    }

    /// Halfway between a group's own means and one ridge over what the text says and which group it is (a group's
    /// offset is the weight of its indicator, and the penalty shrinks those of small groups).
    ///
    /// The ridge foresees more of the differences between models than the means do, but most of that is
    /// about models that would not be chosen anyway; among a group's best it adds noise. Halfway chooses
    /// better than the ridge alone on `coderouterbench`, by 0.004 of quality (docs/benchmarks/routing.md).
    ///
    /// @param inputs `[row]`, joined
    Tuned.Fit<GroupRidge> toldRidge(float[][] inputs, double[][] targets) {
        int size = inputs[0].length;
        int models = targets[0].length;
        var widened = new float[inputs.length][];
        for (int row = 0; row < inputs.length; row++) {
            widened[row] = Arrays.copyOf(inputs[row], size + groups);
            if (groupOfRow[row] >= 0) widened[row][size + groupOfRow[row]] = 1;
        }
        return (rows, penalties) -> {
            double[] means = RidgeFit.means(targets, rows);
            float[] values = ShrunkMeans.of(targets, grouped(rows), groupOfRow, groups, means, SHRINKAGE);
            return RidgeFit.fit(Ridge.Input.JOINED, widened, targets, rows, models, penalties).stream()
                    .map(wide -> halfway(wide, size, values, means))
                    .toList();
        };
    }

    private GroupRidge halfway(Ridge wide, int size, float[] values, double[] means) {
        int models = means.length;
        var weights = new float[models * size];
        var intercepts = new float[models];
        var offsets = new float[groups * models];
        for (int model = 0; model < models; model++) {
            int head = model * wide.inputs();
            for (int i = 0; i < size; i++) weights[model * size + i] = wide.weights()[head + i] / 2;
            intercepts[model] = (float) ((wide.intercepts()[model] + means[model]) / 2);
            for (int group = 0; group < groups; group++) {
                double above = values[group * models + model] - means[model];
                offsets[group * models + model] = (float) ((wide.weights()[head + size + group] + above) / 2);
            }
        }
        return new GroupRidge(new Ridge(Ridge.Input.JOINED, size, weights, intercepts), offsets);
    }

    private int[] grouped(int[] rows) {
        return Arrays.stream(rows).filter(row -> groupOfRow[row] >= 0).toArray();
    }

    /// @param inputs `[row]`, joined
    /// @param rows those to fit to
    GroupTable fit(float[][] inputs, double[][] targets, int[] rows, double[] means) {
        int[] grouped = grouped(rows);
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
