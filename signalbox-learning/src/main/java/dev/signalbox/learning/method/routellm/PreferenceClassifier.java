package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.Tried;
import dev.signalbox.learning.numeric.Minimiser;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import java.util.Arrays;
import java.util.stream.IntStream;

/// RouteLLM's text classifier (arXiv 2406.18665, §4.2.3) on a frozen encoder: softmax regression on whether a model
/// wins, ties or loses. All models are compared with the one that is best on average.
///
/// The paper scores by the probability of a win alone. This scores by a win's less a loss's: where both models fail,
/// a win of either is unlikely, and only the difference says that nothing is lost by asking the cheaper one.
public final class PreferenceClassifier implements Method {
    private static final int CLASSES = 3;
    private static final int ROUNDS = 200;
    private static final double PENALTY = 6;

    @Override
    public String name() {
        return "preference-classifier";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return Tried.learn(table, inputs, 2, tried -> {
            var features = JoinedFeatures.fit(inputs);
            float[][] rows = features.of(inputs);
            int rival = best(tried.quality());
            var classifiers = new double[tried.models().size()][];
            for (int model = 0; model < classifiers.length; model++) {
                classifiers[model] = model == rival ? new double[0] : fit(rows, tried.quality(), model, rival);
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
    private static double[] scores(double[][] classifiers, float[] row) {
        return Arrays.stream(classifiers)
                .mapToDouble(weights -> {
                    if (weights.length == 0) return 0.5;
                    double[] classes = classes(weights, row);
                    return Preference.share(classes[0] - classes[2]);
                })
                .toArray();
    }

    private static double[] fit(float[][] inputs, double[][] quality, int model, int rival) {
        int[] rows = IntStream.range(0, inputs.length)
                .filter(row -> !Double.isNaN(quality[row][model] - quality[row][rival]))
                .toArray();
        int size = inputs[0].length + 1;
        var penalty = new double[CLASSES * size];
        // The last number of a class, its intercept, goes free, but for what keeps it finite.
        for (int i = 0; i < penalty.length; i++) penalty[i] = i % size == size - 1 ? 1e-3 : PENALTY;
        var objective = Minimiser.overRows(
                rows.length,
                (i, weights, gradient) -> {
                    double difference = quality[rows[i]][model] - quality[rows[i]][rival];
                    double[] target = {
                        Preference.win(difference), Preference.tie(difference), Preference.win(-difference)
                    };
                    return addLoss(inputs[rows[i]], target, weights, gradient);
                },
                penalty);
        return Minimiser.minimise(objective, new double[penalty.length], ROUNDS);
    }

    private static double addLoss(float[] row, double[] target, double[] weights, double[] gradient) {
        double[] classes = classes(weights, row);
        double loss = 0;
        for (int c = 0; c < CLASSES; c++) {
            loss -= target[c] * Math.log(Math.max(classes[c], 1e-300));
            double error = classes[c] - target[c];
            int begin = c * (row.length + 1);
            for (int i = 0; i < row.length; i++) gradient[begin + i] += error * row[i];
            gradient[begin + row.length] += error;
        }
        return loss;
    }

    private static double[] classes(double[] weights, float[] row) {
        var classes = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            int begin = c * (row.length + 1);
            classes[c] = weights[begin + row.length];
            for (int i = 0; i < row.length; i++) classes[c] += weights[begin + i] * row[i];
        }
        double most = Arrays.stream(classes).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            classes[c] = Math.exp(classes[c] - most);
            sum += classes[c];
        }
        for (int c = 0; c < CLASSES; c++) classes[c] /= sum;
        return classes;
    }
}
