package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.RidgeFit;
import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.stream.IntStream;

/// MixLLM (arXiv 2502.18482) in closed form: ridge heads read a query's features and, beside them, where it lies among
/// the domains ([DomainMap]); how much the domains count is chosen on a fifth of the questions.
///
/// The paper fine-tunes the encoder by domains that a large model names, and has a forest a model. Quality here is the
/// heads' alone: with all outcomes known, every model's uncertainty is the same and chooses nothing. The whole score,
/// with uncertainty and waiting, is [MixedHeads]' and [dev.signalbox.standard.selector.MetaScore]'s.
public final class MixLlm implements Method {
    private static final int COMPONENTS = 25;

    @Override
    public String name() {
        return "mixllm";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> fit(tried, inputs, seed));
    }

    /// As [#learn], for a table of which every model has a known quality.
    public static MixedHeads fit(OutcomeTable table, Inputs inputs, long seed) {
        var features = JoinedFeatures.fit(inputs);
        float[][] joined = features.of(inputs);
        var domains = Domains.of(table, inputs, seed);
        var tuning = HeadTuning.of(table, joined, inputs.embeddings(), domains, seed);
        var map = DomainMap.fit(inputs.embeddings(), domains);
        float[][] mixed = mixed(joined, inputs.embeddings(), map, tuning.domainWeight());
        int[] rows = IntStream.range(0, table.size()).toArray();
        double[] penalty = {tuning.penalty()};
        var quality = RidgeFit.fit(
                Ridge.Input.LEXICAL,
                mixed,
                table.quality(),
                rows,
                table.models().size(),
                penalty);
        var components = PrincipalComponents.fit(inputs.embeddings(), COMPONENTS, seed);
        var experience = new Experience[table.models().size()];
        for (int model = 0; model < experience.length; model++) {
            experience[model] = experience(table, model, components.of(inputs.embeddings()));
        }
        return new MixedHeads(
                features,
                map,
                tuning.domainWeight(),
                quality.getFirst(),
                LengthHeads.fit(mixed, table.outputTokens(), rows, tuning.penalty()),
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
}
