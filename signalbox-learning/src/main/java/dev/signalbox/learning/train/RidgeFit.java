package dev.signalbox.learning.train;

import dev.signalbox.standard.quality.Ridge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Fits a [Ridge] for several penalties at once.
///
/// Models whose outcomes are known for the same rows share the normal equations, which are nearly all of the work. A
/// row without a model's outcome takes no part in that model's fit.
public final class RidgeFit {
    private RidgeFit() {}

    /// @param inputs `[row]`
    /// @param targets `[row][model]`, NaN where unknown
    /// @param rows those to fit to
    /// @param models how many targets a row has
    /// @return one ridge a penalty, in their order
    public static List<Ridge> fit(
            Ridge.Input input, float[][] inputs, double[][] targets, int[] rows, int models, double[] penalties) {
        int size = inputs[0].length;
        var weights = new float[penalties.length][models * size];
        var intercepts = new float[penalties.length][models];
        for (var group : byKnownRows(targets, rows, models).entrySet()) {
            if (group.getKey().isEmpty()) continue;
            int[] known = group.getKey().stream().map(i -> rows[i]).toArray();
            int[] chosen = group.getValue().stream().mapToInt(Integer::intValue).toArray();
            var gram = Gram.of(inputs, targets, known, chosen);
            IntStream.range(0, penalties.length).parallel().forEach(p -> {
                double[][] heads = gram.solve(penalties[p]);
                for (int t = 0; t < chosen.length; t++) {
                    double intercept = gram.targetMeans()[t];
                    for (int i = 0; i < size; i++) {
                        weights[p][chosen[t] * size + i] = (float) heads[t][i];
                        intercept -= heads[t][i] * gram.inputMeans()[i];
                    }
                    intercepts[p][chosen[t]] = (float) intercept;
                }
            });
        }
        var ridges = new ArrayList<Ridge>();
        for (int p = 0; p < penalties.length; p++) ridges.add(new Ridge(input, size, weights[p], intercepts[p]));
        return ridges;
    }

    private static LinkedHashMap<BitSet, List<Integer>> byKnownRows(double[][] targets, int[] rows, int models) {
        var groups = new LinkedHashMap<BitSet, List<Integer>>();
        for (int model = 0; model < models; model++) {
            var known = new BitSet(rows.length);
            for (int i = 0; i < rows.length; i++) {
                if (!Double.isNaN(targets[rows[i]][model])) known.set(i);
            }
            groups.computeIfAbsent(known, fresh -> new ArrayList<>()).add(model);
        }
        return groups;
    }

    /// The means over the rows where a model's target is known; 0 for a model without any.
    public static double[] means(double[][] targets, int[] rows) {
        var sum = new double[targets[0].length];
        var known = new int[sum.length];
        for (int row : rows) {
            for (int model = 0; model < sum.length; model++) {
                if (Double.isNaN(targets[row][model])) continue;
                sum[model] += targets[row][model];
                known[model]++;
            }
        }
        for (int model = 0; model < sum.length; model++) sum[model] /= Math.max(known[model], 1);
        return sum;
    }

    static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) floats[i] = (float) values[i];
        return floats;
    }
}
