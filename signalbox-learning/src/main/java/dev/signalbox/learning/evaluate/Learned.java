package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Neighbours;
import dev.signalbox.standard.quality.Predictor;
import dev.signalbox.standard.quality.Snapshot;
import java.util.stream.IntStream;

/// What a snapshot, and plain neighbours, believe of test queries.
final class Learned {
    private Learned() {}

    static Believer snapshot(Snapshot snapshot, Inputs test) {
        int models = snapshot.about().models().size();
        var quality = new double[test.size()][models];
        var costUsd = new double[test.size()][models];
        IntStream.range(0, test.size()).parallel().forEach(row -> {
            var features =
                    Features.of(test.embeddings()[row], snapshot.lexical().of(test.lexical()[row]));
            double[] scores = snapshot.quality().scores(features);
            double[] logarithms = snapshot.costUsd().logarithms(features);
            for (int model = 0; model < models; model++) {
                quality[row][model] = snapshot.quality().belief(model, scores).mean();
                costUsd[row][model] =
                        snapshot.costUsd().belief(model, logarithms).mean();
            }
        });
        return new Believer(quality, costUsd);
    }

    static Believer neighbours(OutcomeTable train, Inputs inputs, Baselines baselines, Inputs test) {
        return new Believer(
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
