package dev.signalbox.standard.cache;

import dev.signalbox.standard.quality.Isotonic;

/// How likely the answer to one request fits another, by the cosine of their embeddings: a curve for each
/// encoder, since each has its own idea of near.
///
/// Both are read off banking77 (questions to one bank, 77 intents): the share of nearest cached requests with the same
/// intent, by bands of the cosine. An earlier rule filtered them that compared telling words alone, so that the curves
/// are on the safe side of [CanonicalText]. docs/caching.md has the numbers. [ObservedHitValidity] moves them to what
/// samples show.
public final class HitValidity {
    public static final Isotonic MINILM = new Isotonic(
            new float[] {.65f, .75f, .825f, .875f, .9125f, .95f, 1},
            new float[] {.43f, .73f, .85f, .92f, .95f, .975f, .98f});

    public static final Isotonic STATIC = new Isotonic(
            new float[] {.65f, .75f, .825f, .875f, .9125f, .9375f, .9625f, 1},
            new float[] {.29f, .48f, .68f, .83f, .91f, .945f, .96f, .975f});

    private HitValidity() {}
}
