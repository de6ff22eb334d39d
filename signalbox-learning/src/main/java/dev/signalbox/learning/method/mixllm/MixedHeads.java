package dev.signalbox.learning.method.mixllm;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Ridge;
import dev.signalbox.standard.selector.MetaScore;
import java.util.Arrays;

/// What MixLLM learnt: each model's quality, length and uncertainty on a query. Immutable and thread-safe.
public final class MixedHeads implements Method.Learnt {
    private final JoinedFeatures features;
    private final DomainMap domains;
    private final double domainWeight;
    private final Ridge quality;
    private final LengthHeads lengths;
    private final PrincipalComponents components;
    private final Experience[] experience;

    MixedHeads(
            JoinedFeatures features,
            DomainMap domains,
            double domainWeight,
            Ridge quality,
            LengthHeads lengths,
            PrincipalComponents components,
            Experience[] experience) {
        this.features = features;
        this.domains = domains;
        this.domainWeight = domainWeight;
        this.quality = quality;
        this.lengths = lengths;
        this.components = components;
        this.experience = experience;
    }

    @Override
    public double[][] quality(Inputs inputs) {
        return Arrays.stream(mixed(inputs))
                .parallel()
                .map(row -> {
                    var predicted = new double[experience.length];
                    quality.predict(Features.lexical(row), predicted);
                    return predicted;
                })
                .toArray(double[][]::new);
    }

    /// `[query][model]` of tokens; NaN for a model of which no length is known.
    public double[][] outputTokens(Inputs inputs) {
        return Arrays.stream(mixed(inputs)).parallel().map(lengths::tokens).toArray(double[][]::new);
    }

    /// `[query][model]` of `xᵀA⁻¹x`: greater for a model that was tried less on such queries.
    public double[][] uncertainty(Inputs inputs) {
        return Arrays.stream(components.of(inputs.embeddings()))
                .parallel()
                .map(row -> Arrays.stream(experience)
                        .mapToDouble(model -> model.uncertainty(row))
                        .toArray())
                .toArray(double[][]::new);
    }

    /// The model with the greatest score for each query; the first of equals.
    ///
    /// @param costs `[query][model]`, as shares of the pool's greatest mean cost
    /// @param waitMs one a model
    public int[] choose(Inputs inputs, double[][] costs, double[] waitMs, MetaScore score) {
        double[][] qualities = quality(inputs);
        double[][] uncertainties = uncertainty(inputs);
        var chosen = new int[qualities.length];
        for (int query = 0; query < chosen.length; query++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int model = 0; model < waitMs.length; model++) {
                double value = score.of(
                        qualities[query][model], costs[query][model], uncertainties[query][model], waitMs[model]);
                if (value <= best) continue;
                best = value;
                chosen[query] = model;
            }
        }
        return chosen;
    }

    private float[][] mixed(Inputs inputs) {
        return MixLlm.mixed(features.of(inputs), inputs.embeddings(), domains, domainWeight);
    }
}
