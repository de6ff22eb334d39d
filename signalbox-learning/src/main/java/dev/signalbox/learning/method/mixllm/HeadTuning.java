package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How much the domains count beside the features, and how much large weights are penalised: what predicts best on a
/// fifth of the questions, which neither the heads nor the domains' directions have seen.
record HeadTuning(double domainWeight, double penalty) {
    private static final double[] DOMAIN_WEIGHTS = {0, 0.5, 1};
    private static final double[] PENALTIES = {10, 30, 100, 300};
    private static final double HOLDOUT = 0.2;
    private static final HeadTuning PLAIN = new HeadTuning(0, 30);

    static HeadTuning of(OutcomeTable table, float[][] joined, float[][] embeddings, Domains domains, long seed) {
        var held = Split.of(table, HOLDOUT, seed).test().queries().stream()
                .map(OutcomeTable.Query::id)
                .collect(Collectors.toSet());
        IntPredicate isHeld = row -> held.contains(table.queries().get(row).id());
        int[] seen = IntStream.range(0, table.size()).filter(isHeld.negate()).toArray();
        int[] unseen = IntStream.range(0, table.size()).filter(isHeld).toArray();
        // One question asked over and over cannot be held back.
        if (seen.length == 0 || unseen.length == 0) return PLAIN;
        var map = DomainMap.fit(
                Arrays.stream(seen).mapToObj(row -> embeddings[row]).toArray(float[][]::new),
                new Domains(Arrays.stream(seen).map(row -> domains.ofRow()[row]).toArray(), domains.count()));
        var best = PLAIN;
        double least = Double.POSITIVE_INFINITY;
        for (double weight : DOMAIN_WEIGHTS) {
            float[][] mixed = MixLlm.mixed(joined, embeddings, map, weight);
            List<Ridge> ridges = RidgeFit.fit(
                    Ridge.Input.LEXICAL,
                    mixed,
                    table.quality(),
                    seen,
                    table.models().size(),
                    PENALTIES);
            for (int i = 0; i < PENALTIES.length; i++) {
                var ridge = ridges.get(i);
                double error = Arrays.stream(unseen)
                        .mapToDouble(row -> squares(ridge, mixed[row], table.quality()[row]))
                        .sum();
                if (error >= least) continue;
                least = error;
                best = new HeadTuning(weight, PENALTIES[i]);
            }
        }
        return best;
    }

    /// Of the differences between models alone: how hard a query is for all of them chooses nothing.
    private static double squares(Ridge ridge, float[] row, double[] quality) {
        var predicted = new double[quality.length];
        ridge.predict(Features.lexical(row), predicted);
        double[] misses = IntStream.range(0, quality.length)
                .mapToDouble(model -> quality[model] - predicted[model])
                .filter(miss -> !Double.isNaN(miss))
                .toArray();
        double level = misses.length > 1 ? Arrays.stream(misses).average().orElse(0) : 0;
        return Arrays.stream(misses)
                .map(miss -> (miss - level) * (miss - level))
                .sum();
    }
}
