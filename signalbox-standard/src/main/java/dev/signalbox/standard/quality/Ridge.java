package dev.signalbox.standard.quality;

/// Ridge regression: one linear head a model.
///
/// @param input what the heads read
/// @param inputs the length of a head
/// @param weights the heads, one after another
/// @param intercepts one a model
public record Ridge(Input input, int inputs, float[] weights, float[] intercepts) implements Predictor {
    /// What a head reads of a query.
    public enum Input {
        JOINED,
        LEXICAL
    }

    public Ridge {
        if (weights.length != inputs * intercepts.length) {
            throw new IllegalArgumentException("a head needs one weight an input");
        }
    }

    @Override
    public void predict(Features features, double[] predictions) {
        for (int model = 0; model < intercepts.length; model++) {
            predictions[model] = intercepts[model] + head(features, model * inputs);
        }
    }

    /// A head over [Features#joined], without making that array: a decision would copy every embedding.
    private float head(Features features, int offset) {
        if (input == Input.LEXICAL) return dot(features.lexical(), weights, offset);
        float[] embedding = features.embedding();
        if (embedding == null) throw new IllegalArgumentException("a ridge over embeddings needs one");
        return dot(embedding, weights, offset)
                + Features.LEXICAL_WEIGHT * dot(features.lexical(), weights, offset + embedding.length);
    }

    /// Four sums at a time, so that additions need not wait for one another.
    private static float dot(float[] row, float[] weights, int offset) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < row.length; i += 4) {
            a = Math.fma(row[i], weights[offset + i], a);
            b = Math.fma(row[i + 1], weights[offset + i + 1], b);
            c = Math.fma(row[i + 2], weights[offset + i + 2], c);
            d = Math.fma(row[i + 3], weights[offset + i + 3], d);
        }
        for (; i < row.length; i++) a = Math.fma(row[i], weights[offset + i], a);
        return (a + b) + (c + d);
    }
}
