package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.numeric.Softmax;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// RouteLLM's text classifier (arXiv 2406.18665, §4.2.3) on a frozen encoder: softmax regression on whether a model
/// wins, ties or loses. All models are compared with the one that is best on average.
///
/// The paper scores by the probability of a win alone. This scores by a win's less a loss's: where both models fail,
/// a win of either is unlikely, and only the difference says that nothing is lost by asking the cheaper one.
public final class PreferenceClassifier implements Method {
    private static final double PENALTY = 6;

    @Override
    public String name() {
        return "preference-classifier";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 2, tried -> {
            var features = JoinedFeatures.fit(inputs);
            float[][] rows = features.of(inputs);
            int rival = best(tried.quality());
            var classifiers = new ArrayList<Optional<Softmax>>();
            for (int model = 0; model < tried.models().size(); model++) {
                classifiers.add(model == rival ? Optional.empty() : fit(rows, tried.quality(), model, rival));
            }
            return some -> Arrays.stream(features.of(some))
                    .parallel()
                    .map(row -> scores(classifiers, row))
                    .toArray(double[][]::new);
        });
    }

    private static int best(double[][] quality) {
        double[] means =
                RidgeFit.means(quality, IntStream.range(0, quality.length).toArray());
        int best = 0;
        for (int model = 1; model < means.length; model++) if (means[model] > means[best]) best = model;
        return best;
    }

    /// The rival's own score is the middle of 0..1, and every other model's lies above or below.
    private static double[] scores(List<Optional<Softmax>> classifiers, float[] row) {
        return classifiers.stream()
                .mapToDouble(classifier -> classifier
                        .map(softmax -> softmax.of(row))
                        .map(classes -> PairwisePreference.share(classes[0] - classes[2]))
                        .orElse(0.5))
                .toArray();
    }

    /// Empty where no query knows both models.
    private static Optional<Softmax> fit(float[][] inputs, double[][] quality, int model, int rival) {
        int[] rows = IntStream.range(0, inputs.length)
                .filter(row -> !Double.isNaN(quality[row][model] - quality[row][rival]))
                .toArray();
        if (rows.length == 0) return Optional.empty();
        return Optional.of(Softmax.fit(
                Arrays.stream(rows).mapToObj(row -> inputs[row]).toArray(float[][]::new),
                Arrays.stream(rows)
                        .mapToObj(row -> classes(quality[row][model] - quality[row][rival]))
                        .toArray(double[][]::new),
                PENALTY));
    }

    /// A win, a tie, a loss.
    private static double[] classes(double difference) {
        return new double[] {
            PairwisePreference.win(difference), PairwisePreference.tie(difference), PairwisePreference.win(-difference)
        };
    }
}
