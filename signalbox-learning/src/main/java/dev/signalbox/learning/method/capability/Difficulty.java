package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How hard a query is, as a share of models that fail: a linear head.
record Difficulty(JoinedFeatures features, Ridge head) {
    private static final double PENALTY = 20;

    static Difficulty fit(OutcomeTable table, Inputs inputs) {
        int[] rows = IntStream.range(0, table.size()).toArray();
        double[] means = RidgeFit.means(table.quality(), rows);
        var features = JoinedFeatures.fit(inputs);
        double[][] failures = Arrays.stream(table.quality())
                .map(row -> new double[] {failure(row, means)})
                .toArray(double[][]::new);
        var head = RidgeFit.fit(Ridge.Input.LEXICAL, features.of(inputs), failures, rows, 1, new double[] {PENALTY});
        return new Difficulty(features, head.getFirst());
    }

    /// Where only some models are known the others are taken to do as they usually do.
    private static double failure(double[] quality, double[] means) {
        return 1
                - IntStream.range(0, quality.length)
                        .mapToDouble(model -> Double.isNaN(quality[model]) ? means[model] : quality[model])
                        .average()
                        .orElseThrow();
    }

    /// One a query, 0..1.
    double[] of(Inputs inputs) {
        return Arrays.stream(features.of(inputs))
                .mapToDouble(row -> {
                    var hard = new double[1];
                    head.predict(Features.lexical(row), hard);
                    return Math.clamp(hard[0], 0, 1);
                })
                .toArray();
    }
}
