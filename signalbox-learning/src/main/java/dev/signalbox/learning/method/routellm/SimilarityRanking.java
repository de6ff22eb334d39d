package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.stream.IntStream;

/// RouteLLM's similarity-weighted ranking (arXiv 2406.18665, §4.2.1): for each query the models are rated anew from
/// all comparisons, of which the most similar counts ten times as much as one that has nothing in common with it.
///
/// Comparisons that are thin on the ground, as votes are, are made between ten tiers of models instead; models of one
/// tier then share a rating. A table of outcomes compares every pair on every query and needs no tiers.
public final class SimilarityRanking implements Method {
    private static final int TIERS = 10;
    private static final double PAIRED_MIN = 100;

    @Override
    public String name() {
        return "similarity-ranking";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 2, tried -> {
            int[] each = IntStream.range(0, tried.models().size()).toArray();
            return new Ranking(tried.quality(), inputs.embeddings(), tiers(tried.quality(), each));
        });
    }

    private static int[] tiers(double[][] quality, int[] each) {
        if (each.length <= TIERS) return each;
        var wins = new double[each.length][each.length];
        for (double[] row : quality) addWins(wins, row, each, 1);
        double compared = Arrays.stream(wins).flatMapToDouble(Arrays::stream).sum();
        double pairs = each.length * (each.length - 1) / 2.0;
        if (compared / pairs >= PAIRED_MIN) return each;
        return Tiers.of(BradleyTerry.ratings(wins), TIERS);
    }

    private static void addWins(double[][] wins, double[] quality, int[] tierOfModel, double weight) {
        for (int a = 0; a < quality.length; a++) {
            if (Double.isNaN(quality[a])) continue;
            for (int b = 0; b < a; b++) {
                if (Double.isNaN(quality[b]) || tierOfModel[a] == tierOfModel[b]) continue;
                double share = PairwisePreference.share(quality[a] - quality[b]);
                wins[tierOfModel[a]][tierOfModel[b]] += weight * share;
                wins[tierOfModel[b]][tierOfModel[a]] += weight * (1 - share);
            }
        }
    }

    private record Ranking(double[][] quality, float[][] embeddings, int[] tierOfModel) implements Learnt {
        @Override
        public double[][] quality(Inputs inputs) {
            return IntStream.range(0, inputs.size())
                    .parallel()
                    .mapToObj(query -> winRates(inputs.embeddings()[query]))
                    .toArray(double[][]::new);
        }

        private double[] winRates(float[] query) {
            int tiers = Arrays.stream(tierOfModel).max().orElseThrow() + 1;
            var wins = new double[tiers][tiers];
            double[] weights = weights(query);
            for (int row = 0; row < weights.length; row++) addWins(wins, quality[row], tierOfModel, weights[row]);
            double[] ratings = BradleyTerry.ratings(wins);
            return PairwisePreference.winRates(Arrays.stream(tierOfModel)
                    .mapToDouble(tier -> ratings[tier] / BradleyTerry.POINTS_PER_LOG_ODD)
                    .toArray());
        }

        private double[] weights(float[] query) {
            var weights = new double[embeddings.length];
            double most = 1e-6;
            for (int row = 0; row < weights.length; row++) {
                float similarity = 0;
                for (int i = 0; i < query.length; i++) similarity += query[i] * embeddings[row][i];
                weights[row] = similarity;
                most = Math.max(most, similarity);
            }
            // Below one tenth of the greatest weight nothing goes: a query unlike all others hears all alike.
            for (int row = 0; row < weights.length; row++) {
                weights[row] = 10 * Math.pow(10, Math.max(weights[row] / most, 0));
            }
            return weights;
        }
    }
}
