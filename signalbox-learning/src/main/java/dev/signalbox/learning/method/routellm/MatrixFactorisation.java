package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.numeric.Minimiser;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.Random;

/// RouteLLM's matrix factorisation (arXiv 2406.18665, §4.2.2): a model's strength on a query is bilinear in the
/// query's features and a vector of length 1 that is learnt for the model, and the odds of winning are the difference
/// of two strengths.
///
/// Once learnt, a model's strength is one linear head of the query, and two models' odds are the difference of two
/// heads. Two models alone need no factors: that difference is then learnt at once, as logistic regression. Unlike in
/// the paper ties count as half a win instead of being dropped, a penalty stands in for noise on the inputs, and
/// L-BFGS for stochastic steps.
public final class MatrixFactorisation implements Method {
    private static final int FACTORS = 16;
    private static final int ROUNDS = 100;
    private static final double PENALTY = 6;

    @Override
    public String name() {
        return "matrix-factorisation";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 2, tried -> {
            var features = JoinedFeatures.fit(inputs);
            float[][] rows = features.of(inputs);
            double[][] heads =
                    tried.models().size() == 2 ? pair(rows, tried.quality()) : pool(rows, tried.quality(), seed);
            return some -> Arrays.stream(features.of(some))
                    .parallel()
                    .map(row -> PairwisePreference.winRates(strengths(heads, row)))
                    .toArray(double[][]::new);
        });
    }

    /// The first model's head is the difference, the second's is zero.
    private static double[][] pair(float[][] rows, double[][] quality) {
        int size = rows[0].length + 1;
        var penalty = new double[size];
        penalise(penalty, 0, size, PENALTY);
        var objective = Minimiser.overRows(
                rows.length,
                (row, head, gradient) -> {
                    double[] slopes = new double[2];
                    double loss = PairLoss.add(quality[row], new double[] {dot(head, 0, rows[row]), 0}, slopes);
                    plus(gradient, 0, slopes[0], rows[row]);
                    return loss;
                },
                penalty);
        return new double[][] {Minimiser.minimise(objective, new double[size], ROUNDS), new double[size]};
    }

    private static double[][] pool(float[][] rows, double[][] quality, long seed) {
        int models = quality[0].length;
        int factors = Math.min(FACTORS, models);
        int size = rows[0].length + 1;
        int vectors = factors * size;
        var start = new double[vectors + models * factors];
        var random = new Random(seed);
        for (int i = 0; i < start.length; i++) start[i] = random.nextGaussian() * (i < vectors ? 0.01 : 1);
        var penalty = new double[start.length];
        // A query weighs as much as it has models, and so must the penalty.
        for (int factor = 0; factor < factors; factor++) penalise(penalty, factor * size, size, PENALTY * models / 2);
        var objective = Minimiser.overRows(
                rows.length,
                (row, point, gradient) ->
                        new Factors(point, factors, size, models).addLoss(rows[row], quality[row], gradient),
                penalty);
        return new Factors(Minimiser.minimise(objective, start, ROUNDS), factors, size, models).heads();
    }

    /// An intercept goes almost free.
    private static void penalise(double[] penalty, int begin, int size, double weight) {
        Arrays.fill(penalty, begin, begin + size, weight);
        penalty[begin + size - 1] = 1e-3;
    }

    private static double[] strengths(double[][] heads, float[] row) {
        return Arrays.stream(heads).mapToDouble(head -> dot(head, 0, row)).toArray();
    }

    /// With the intercept, which follows the weights.
    static double dot(double[] numbers, int begin, float[] row) {
        double sum = numbers[begin + row.length];
        for (int i = 0; i < row.length; i++) sum += numbers[begin + i] * row[i];
        return sum;
    }

    static void plus(double[] numbers, int begin, double factor, float[] row) {
        for (int i = 0; i < row.length; i++) numbers[begin + i] += factor * row[i];
        numbers[begin + row.length] += factor;
    }
}
