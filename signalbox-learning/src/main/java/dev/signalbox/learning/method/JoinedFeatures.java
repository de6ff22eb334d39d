package dev.signalbox.learning.method;

import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.StandardiserFit;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Standardiser;
import java.util.Objects;
import java.util.stream.IntStream;

/// The embedding followed by the lexical features, standardised as the training queries had them: what heads read.
public record JoinedFeatures(Standardiser standardiser) {
    /// @param train of one query or more
    public static JoinedFeatures fit(Inputs train) {
        return new JoinedFeatures(StandardiserFit.fit(train.lexical()));
    }

    /// `[query]`.
    public float[][] of(Inputs inputs) {
        return IntStream.range(0, inputs.size())
                .mapToObj(row -> Objects.requireNonNull(
                        Features.of(inputs.embeddings()[row], standardiser.of(inputs.lexical()[row]))
                                .joined()))
                .toArray(float[][]::new);
    }
}
