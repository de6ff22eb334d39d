package dev.signalbox.standard.cache;

import dev.signalbox.standard.quality.Isotonic;

/// How likely the answer to one request fits another, by the cosine of their embeddings.
public final class Fitness {
    public static final Isotonic MINILM =
            new Isotonic(new float[] {.8f, .9f, .95f, .98f, 1}, new float[] {.5f, .8f, .92f, .97f, .99f});

    public static final Isotonic STATIC = MINILM;

    private Fitness() {}
}
