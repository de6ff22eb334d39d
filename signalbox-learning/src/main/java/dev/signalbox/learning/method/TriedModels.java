package dev.signalbox.learning.method;

import dev.signalbox.learning.method.Method.Learnt;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What learning begins with: only models of which some quality is known are learnt of. The others are NaN in what is
/// learnt, because a model that was never tried must not look like a bad one, or a good one.
public final class TriedModels {
    private TriedModels() {}

    /// @param modelsMin how many tried models the method needs
    /// @param method learns from the part of the table that holds the tried models
    /// @throws OutcomeTableException where too few models were tried
    public static Learnt learn(
            OutcomeTable table, Inputs inputs, int modelsMin, Function<OutcomeTable, ? extends Learnt> method) {
        if (inputs.size() != table.size()) throw new IllegalArgumentException("a query needs a row of inputs");
        List<String> tried = models(table);
        if (tried.size() < modelsMin) {
            throw new OutcomeTableException(
                    "the table `%s` knows qualities of %d models, and this method learns from %d or more"
                            .formatted(table.name(), tried.size(), modelsMin));
        }
        if (tried.size() == table.models().size()) return method.apply(table);
        Learnt learnt = method.apply(table.of(tried));
        int[] places = tried.stream().mapToInt(table.models()::indexOf).toArray();
        int models = table.models().size();
        return new Learnt() {
            @Override
            public double[][] quality(Inputs some) {
                return Arrays.stream(learnt.quality(some))
                        .map(row -> spread(row, places, models))
                        .toArray(double[][]::new);
            }

            @Override
            public List<String> notes() {
                return learnt.notes();
            }
        };
    }

    private static List<String> models(OutcomeTable table) {
        var tried = new ArrayList<String>();
        for (int model = 0; model < table.models().size(); model++) {
            int place = model;
            if (Arrays.stream(table.quality()).anyMatch(row -> !Double.isNaN(row[place]))) {
                tried.add(table.models().get(model));
            }
        }
        return tried;
    }

    private static double[] spread(double[] row, int[] places, int models) {
        var spread = new double[models];
        Arrays.fill(spread, Double.NaN);
        for (int i = 0; i < places.length; i++) spread[places[i]] = row[i];
        return spread;
    }
}
