package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.method.Tried;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// MixLLM (arXiv 2502.18482) in closed form: ridge heads read a query's features and, beside them, where it lies among
/// the domains ([DomainMap]); how much the domains count is chosen on a fifth of the questions.
///
/// The paper fine-tunes the encoder by domains that a large model names, and has a forest a model. Quality here is the
/// heads' alone: with all outcomes known, every model's uncertainty is the same and chooses nothing. The whole score,
/// with uncertainty and waiting, is [MixedHeads]' and [MetaScore]'s.
public final class MixLlm implements Method {
    private static final double[] DOMAIN_WEIGHTS = {0, 0.5, 1};
    private static final double PENALTY = 20;
    private static final double HOLDOUT = 0.2;
    private static final int COMPONENTS = 25;

    @Override
    public String name() {
        return "mixllm";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return Tried.learn(table, inputs, 1, tried -> fit(tried, inputs, seed));
    }

    /// As [#learn], for a table of which every model has a known quality.
    public static MixedHeads fit(OutcomeTable table, Inputs inputs, long seed) {
        var features = JoinedFeatures.fit(inputs);
        float[][] joined = features.of(inputs);
        var domains = DomainMap.fit(inputs.embeddings(), Domains.of(table, inputs, seed));
        int[] rows = IntStream.range(0, table.size()).toArray();
        double weight = weight(table, inputs, joined, domains, seed);
        float[][] mixed = mixed(joined, inputs.embeddings(), domains, weight);
        var components = PrincipalComponents.fit(inputs.embeddings(), COMPONENTS, seed);
        var experience = new Experience[table.models().size()];
        for (int model = 0; model < experience.length; model++) {
            experience[model] = experience(table, model, components.of(inputs.embeddings()));
        }
        return new MixedHeads(
                features,
                domains,
                weight,
                ridge(mixed, table.quality(), rows),
                LengthHeads.fit(mixed, table.outputTokens(), rows, PENALTY),
                components,
                experience);
    }

    private static Experience experience(OutcomeTable table, int model, float[][] vectors) {
        var experience = new Experience(vectors[0].length);
        for (int row = 0; row < vectors.length; row++) {
            if (!Double.isNaN(table.quality()[row][model])) experience.add(vectors[row]);
        }
        return experience;
    }

    static Ridge ridge(float[][] inputs, double[][] targets, int[] rows) {
        return RidgeFit.fit(Ridge.Input.LEXICAL, inputs, targets, rows, targets[0].length, new double[] {PENALTY})
                .getFirst();
    }

    /// What a head reads: the features, then the place among the domains.
    static float[][] mixed(float[][] joined, float[][] embeddings, DomainMap domains, double weight) {
        return IntStream.range(0, joined.length)
                .parallel()
                .mapToObj(row -> {
                    double[] place = domains.place(embeddings[row], weight);
                    float[] mixed = Arrays.copyOf(joined[row], joined[row].length + place.length);
                    for (int i = 0; i < place.length; i++) mixed[joined[row].length + i] = (float) place[i];
                    return mixed;
                })
                .toArray(float[][]::new);
    }

    /// The weight with which the quality of questions that the heads have not seen is predicted best, relative to the
    /// other models'.
    private static double weight(OutcomeTable table, Inputs inputs, float[][] joined, DomainMap domains, long seed) {
        int[] rows = IntStream.range(0, table.size()).toArray();
        var held = Split.of(table, HOLDOUT, seed).test().queries().stream()
                .map(OutcomeTable.Query::id)
                .collect(Collectors.toSet());
        IntPredicate isHeld = row -> held.contains(table.queries().get(row).id());
        int[] seen = Arrays.stream(rows).filter(isHeld.negate()).toArray();
        int[] unseen = Arrays.stream(rows).filter(isHeld).toArray();
        // One question asked over and over cannot be held back.
        if (seen.length == 0 || unseen.length == 0) return DOMAIN_WEIGHTS[0];
        double best = DOMAIN_WEIGHTS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double weight : DOMAIN_WEIGHTS) {
            float[][] mixed = mixed(joined, inputs.embeddings(), domains, weight);
            var ridge = ridge(mixed, table.quality(), seen);
            double error = Arrays.stream(unseen)
                    .mapToDouble(row -> squares(ridge, mixed[row], table.quality()[row]))
                    .sum();
            if (error >= least) continue;
            least = error;
            best = weight;
        }
        return best;
    }

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
