package dev.signalbox.learning.method.capability;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Two steps that people can follow: which category is a query of and how hard is it, then which model is best for
/// that. The category is the table's group, or a cluster of queries where it has none; the difficulty is the share of
/// models that fail, in three levels of equal size.
///
/// Knowing the category and its best model is most of what learned routers gain (arXiv 2608.23023). Where the category
/// is in doubt, the likelier ones have more of a say.
public final class CategoryDifficulty implements Method {
    private static final int LEVELS = 3;
    private static final double PENALTY = 3;
    private static final double SHARPNESS = 12;

    @Override
    public String name() {
        return "category-difficulty";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> fit(tried, inputs, seed));
    }

    private static Learnt fit(OutcomeTable table, Inputs inputs, long seed) {
        var features = JoinedFeatures.fit(inputs);
        var domains = Domains.of(table, inputs, seed);
        var categories = classifier(features.of(inputs), domains);
        var difficulty = Difficulty.fit(table, inputs);
        double[] hard = difficulty.of(inputs);
        double[] bounds = bounds(hard);
        int[] levels =
                Arrays.stream(hard).mapToInt(value -> level(value, bounds)).toArray();
        var cells = Cells.fit(table.quality(), domains, levels, LEVELS);
        return some -> {
            float[][] rows = features.of(some);
            double[] demands = difficulty.of(some);
            return IntStream.range(0, rows.length)
                    .parallel()
                    .mapToObj(query -> cells.quality(
                            likelihoods(categories, rows[query], domains.count()), level(demands[query], bounds)))
                    .toArray(double[][]::new);
        };
    }

    /// A linear head a category, fitted to 1 for the queries that are of it and 0 for the others.
    private static Ridge classifier(float[][] rows, Domains domains) {
        var indicators = new double[rows.length][domains.count()];
        for (int row = 0; row < rows.length; row++) indicators[row][domains.ofRow()[row]] = 1;
        int[] all = IntStream.range(0, rows.length).toArray();
        return RidgeFit.fit(Ridge.Input.LEXICAL, rows, indicators, all, domains.count(), new double[] {PENALTY})
                .getFirst();
    }

    private static double[] likelihoods(Ridge categories, float[] row, int count) {
        var likelihoods = new double[count];
        categories.predict(Features.lexical(row), likelihoods);
        double sum = 0;
        for (int category = 0; category < count; category++) {
            likelihoods[category] = Math.exp(SHARPNESS * Math.clamp(likelihoods[category], -1, 2));
            sum += likelihoods[category];
        }
        for (int category = 0; category < count; category++) likelihoods[category] /= sum;
        return likelihoods;
    }

    /// Where the levels end, but for the last.
    private static double[] bounds(double[] hard) {
        double[] sorted = Arrays.stream(hard).sorted().toArray();
        return IntStream.range(1, LEVELS)
                .mapToDouble(level -> sorted[sorted.length * level / LEVELS])
                .toArray();
    }

    private static int level(double hard, double[] bounds) {
        int level = 0;
        while (level < bounds.length && hard >= bounds[level]) level++;
        return level;
    }
}
