package dev.signalbox.learning.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// What routing is worth: how much better its answers are than those of single models, or of two of them chosen by
/// coin, at the same spending. Measured on queries that the predictors had not seen.
///
/// Where it is not surely above zero the pool is saturated: its models differ in price and hardly in what they can do,
/// and mixing them by price does as well without looking at a query.
///
/// @param mean over the places of a dial where single models can spend as much, in quality (0..1)
/// @param low the lower end of the 95 % interval over resamples of the queries
/// @param high its upper end
/// @param queries those of which all is known; only they compare all routings fairly
public record GainOverHull(double mean, double low, double high, int queries) {
    private static final int RESAMPLES = 200;

    /// Whether a choice between the models may be worth nothing.
    public boolean saturated() {
        return low <= 0;
    }

    /// @param predicted quality `[query][model]`
    /// @param predictedUsd `[query][model]`, NaN where unknown
    /// @param quality what came of it, NaN where unknown
    /// @param costUsd what was paid, NaN where unknown
    /// @param perDollar the places of the dial
    /// @return empty where no query has all numbers
    static Optional<GainOverHull> of(
            double[][] predicted,
            double[][] predictedUsd,
            double[][] quality,
            double[][] costUsd,
            double[] perDollar,
            long seed) {
        int[] rows = IntStream.range(0, quality.length)
                .filter(row -> known(quality[row]) && known(costUsd[row]) && known(predictedUsd[row]))
                .toArray();
        if (rows.length == 0 || perDollar.length == 0) return Optional.empty();
        var singles = IntStream.range(0, quality[0].length)
                .mapToObj(model -> Choices.of(rows, quality, costUsd, _ -> model))
                .toArray(Choices[]::new);
        var routed = Arrays.stream(perDollar)
                .mapToObj(weight ->
                        Choices.of(rows, quality, costUsd, row -> best(predicted[row], predictedUsd[row], weight)))
                .toArray(Choices[]::new);
        var counts = new int[rows.length];
        Arrays.fill(counts, 1);
        double mean = gain(routed, singles, counts);
        if (Double.isNaN(mean)) return Optional.empty();
        var random = new Random(seed);
        double[] resampled = IntStream.range(0, RESAMPLES)
                .mapToDouble(_ -> gain(routed, singles, drawn(counts, random)))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return Optional.of(new GainOverHull(mean, quantile(resampled, 0.025), quantile(resampled, 0.975), rows.length));
    }

    private static boolean known(double[] values) {
        return Arrays.stream(values).noneMatch(Double::isNaN);
    }

    private static int best(double[] quality, double[] costUsd, double perDollar) {
        int best = 0;
        for (int model = 1; model < quality.length; model++) {
            double more = quality[model] - perDollar * costUsd[model];
            if (more > quality[best] - perDollar * costUsd[best]) best = model;
        }
        return best;
    }

    private static int[] drawn(int[] counts, Random random) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < counts.length; i++) counts[random.nextInt(counts.length)]++;
        return counts;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static double gain(Choices[] routed, Choices[] singles, int[] counts) {
        var alone = Arrays.stream(singles).map(some -> some.mean(counts)).toArray(Point[]::new);
        return Arrays.stream(routed)
                .map(some -> some.mean(counts))
                .mapToDouble(point -> point.quality - mixed(alone, point.costUsd))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /// The best that one model, or a coin between two, gives for a spending; negative infinity where all cost more.
    private static double mixed(Point[] singles, double budgetUsd) {
        double best = Double.NEGATIVE_INFINITY;
        for (var cheap : singles) {
            if (cheap.costUsd > budgetUsd) continue;
            best = Math.max(best, cheap.quality);
            for (var dear : singles) {
                if (dear.costUsd <= budgetUsd) continue;
                double share = (budgetUsd - cheap.costUsd) / (dear.costUsd - cheap.costUsd);
                best = Math.max(best, cheap.quality + share * (dear.quality - cheap.quality));
            }
        }
        return best;
    }

    private record Point(double costUsd, double quality) {}

    /// What the model chosen for each query cost and was worth.
    private record Choices(double[] costUsd, double[] quality) {
        interface Chooser {
            int model(int row);
        }

        static Choices of(int[] rows, double[][] quality, double[][] costUsd, Chooser chooser) {
            var costs = new double[rows.length];
            var qualities = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                int model = chooser.model(rows[i]);
                costs[i] = costUsd[rows[i]][model];
                qualities[i] = quality[rows[i]][model];
            }
            return new Choices(costs, qualities);
        }

        Point mean(int[] counts) {
            double cost = 0;
            double sum = 0;
            int n = 0;
            for (int i = 0; i < counts.length; i++) {
                cost += counts[i] * costUsd[i];
                sum += counts[i] * quality[i];
                n += counts[i];
            }
            return new Point(cost / n, sum / n);
        }
    }
}
