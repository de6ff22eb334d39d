package dev.signalbox.standard.quality;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A query as the predictors read it. Made once a request and shared by them.
///
/// @param lexical the standardised lexical features
/// @param embedding null where it is absent
/// @param fixed the embedding in fixed point; null where it is absent, or only linear heads will read
/// @param group which of the snapshot's groups the caller says the query is of; -1 where nothing is told
public record Features(float[] lexical, float @Nullable [] embedding, int @Nullable [] fixed, int group) {
    private static final int UNTOLD = -1;

    /// What a standardised feature counts beside an embedding, whose numbers are about 0.05. A tenth is the weight at
    /// which lexical features help a ridge without drowning the embedding.
    static final float LEXICAL_WEIGHT = 0.1f;

    public static Features of(float[] embedding, float[] standardised) {
        return new Features(standardised, embedding, FixedPoint.of(embedding), UNTOLD);
    }

    /// For predictors that do not compare embeddings: it spares the work to make them comparable.
    static Features forHeads(float[] embedding, float[] standardised) {
        return new Features(standardised, embedding, null, UNTOLD);
    }

    /// A query of which only the lexical features are known.
    public static Features lexical(float[] standardised) {
        return new Features(standardised, null, null, UNTOLD);
    }

    /// The same query, of which the caller tells the group.
    public Features told(int place) {
        return new Features(lexical, embedding, fixed, place);
    }

    boolean embedded() {
        return embedding != null;
    }

    /// The embedding followed by the lexical features, these times [#LEXICAL_WEIGHT]: what a joined ridge is fitted to.
    ///
    /// @throws NullPointerException where the embedding is absent
    public float[] joined() {
        float[] known = Objects.requireNonNull(embedding, "an embedding is needed");
        var joined = Arrays.copyOf(known, known.length + lexical.length);
        for (int i = 0; i < lexical.length; i++) joined[known.length + i] = lexical[i] * LEXICAL_WEIGHT;
        return joined;
    }
}
