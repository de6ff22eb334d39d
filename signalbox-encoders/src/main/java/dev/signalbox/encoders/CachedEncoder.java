package dev.signalbox.encoders;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.signal.Encoder;
import java.util.Optional;

/// Remembers what an encoder said of a text, by the text itself. The least useful go when it is full. Thread-safe; of
/// several who ask for one text at once, one encodes and the others wait for it.
public final class CachedEncoder implements Encoder {
    private static final int ENTRY_OVERHEAD_BYTES = 120;
    private final Encoder encoder;
    private final Cache<String, float[]> vectors;

    /// @param bytesMax about how much memory texts and vectors may take
    public CachedEncoder(Encoder encoder, long bytesMax) {
        this.encoder = encoder;
        this.vectors = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .<String, float[]>weigher(
                        (text, vector) -> text.length() * 2 + vector.length * Float.BYTES + ENTRY_OVERHEAD_BYTES)
                .build();
    }

    /// The text's vector, where it is known already.
    public Optional<float[]> cached(String text) {
        return Optional.ofNullable(vectors.getIfPresent(text));
    }

    @Override
    public float[] encode(String text) {
        return vectors.get(text, encoder::encode);
    }

    @Override
    public String id() {
        return encoder.id();
    }

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }
}
