package dev.signalbox.learning.train;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Predictor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Rows in several folds, to predict each row by what was fitted to the others. The same question is in one fold only.
final class Folds {
    private static final int COUNT = 5;

    private final int[] foldOfRow;
    private final int count;

    private Folds(int[] foldOfRow, int count) {
        this.foldOfRow = foldOfRow;
        this.count = count;
    }

    static Folds of(OutcomeTable table, long seed) {
        var keys = new ArrayList<>(new TreeSet<>(
                table.queries().stream().map(OutcomeTable.Query::key).toList()));
        Collections.shuffle(keys, new Random(seed));
        var fold = new HashMap<String, Integer>();
        int count = Math.min(COUNT, keys.size());
        for (int i = 0; i < keys.size(); i++) fold.put(keys.get(i), i % count);
        return new Folds(
                table.queries().stream()
                        .mapToInt(query -> fold.get(query.key()))
                        .toArray(),
                count);
    }

    /// Fits predictors to some rows.
    interface Fit {
        List<? extends Predictor> to(int[] rows);
    }

    /// `[predictor][row][model]` of predictions for rows that the predictor had not seen.
    double[][][] predict(Features[] features, int models, Fit fit) {
        double[][][] predictions = null;
        for (int fold = 0; fold < count; fold++) {
            int held = fold;
            int[] seen = rows(row -> foldOfRow[row] != held || count == 1);
            int[] unseen = rows(row -> foldOfRow[row] == held);
            var predictors = fit.to(seen);
            if (predictions == null) predictions = new double[predictors.size()][features.length][models];
            for (int p = 0; p < predictors.size(); p++) {
                var predictor = predictors.get(p);
                double[][] filled = predictions[p];
                IntStream.of(unseen).parallel().forEach(row -> predictor.predict(features[row], filled[row]));
            }
        }
        return predictions == null ? new double[0][][] : predictions;
    }

    private int[] rows(IntPredicate wanted) {
        return IntStream.range(0, foldOfRow.length).filter(wanted).toArray();
    }
}
