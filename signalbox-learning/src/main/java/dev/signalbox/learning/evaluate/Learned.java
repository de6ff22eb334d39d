package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Neighbours;
import dev.signalbox.standard.quality.Predictor;
import dev.signalbox.standard.quality.Snapshot;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// What a snapshot, and plain neighbours, believe of test queries.
final class Learned {
    private static final int UNTOLD = -1;

    private Learned() {}

    static BeliefRouting snapshot(Snapshot snapshot, Inputs test) {
        return snapshot(snapshot, test, _ -> UNTOLD);
    }

    /// As a snapshot believes when the caller tells each query's group.
    static BeliefRouting told(Snapshot snapshot, Inputs test, OutcomeTable table) {
        int[] groups = table.queries().stream()
                .mapToInt(query -> query.group().map(snapshot::group).orElse(UNTOLD))
                .toArray();
        return snapshot(snapshot, test, row -> groups[row]);
    }

    private static BeliefRouting snapshot(Snapshot snapshot, Inputs test, IntUnaryOperator group) {
        int models = snapshot.about().models().size();
        var quality = new double[test.size()][models];
        var costUsd = new double[test.size()][models];
        IntStream.range(0, test.size()).parallel().forEach(row -> {
            var features = Features.of(
                            test.embeddings()[row], snapshot.lexical().of(test.lexical()[row]))
                    .told(group.applyAsInt(row));
            var ensemble = snapshot.qualityFor(features);
            double[] scores = ensemble.scores(features);
            double[] logarithms = snapshot.costUsd().logarithms(features);
            for (int model = 0; model < models; model++) {
                quality[row][model] = ensemble.belief(model, scores).mean();
                costUsd[row][model] =
                        snapshot.costUsd().belief(model, logarithms).mean();
            }
        });
        return new BeliefRouting(quality, costUsd);
    }

    static BeliefRouting neighbours(OutcomeTable train, Inputs inputs, Baselines baselines, Inputs test) {
        return new BeliefRouting(
                predict(inputs, train.quality(), baselines.quality(), test),
                predict(inputs, train.costUsd(), baselines.costUsd(), test));
    }

    private static double[][] predict(Inputs train, double[][] outcomes, double[] means, Inputs test) {
        var floats = new float[means.length];
        for (int model = 0; model < floats.length; model++) floats[model] = (float) means[model];
        Predictor neighbours = Neighbours.of(train.embeddings(), outcomes, floats);
        var predictions = new double[test.size()][means.length];
        IntStream.range(0, test.size())
                .parallel()
                .forEach(
                        row -> neighbours.predict(Features.of(test.embeddings()[row], new float[0]), predictions[row]));
        return predictions;
    }
}
