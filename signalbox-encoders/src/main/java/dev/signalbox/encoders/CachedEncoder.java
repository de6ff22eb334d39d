package dev.signalbox.encoders;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.signal.Encoder;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Remembers what an encoder said of a text, by the text itself. The least useful go when it is full.
///
/// Thread-safe. Of several who ask for one text at once, one encodes and the others wait for it; who asks for another
/// text never waits, which is why the cache holds futures: a cache of plain values would encode under a lock that
/// other texts share. The vectors belong to the cache and must not be changed.
public final class CachedEncoder implements Encoder {
    /// What an entry takes beside text and vector: the nodes of cache and table, the future, the objects' headers.
    private static final int ENTRY_OVERHEAD_BYTES = 200;

    private final Encoder encoder;
    private final AsyncCache<String, float[]> vectors;

    /// @param bytesMax about how much memory texts and vectors may take
    public CachedEncoder(Encoder encoder, long bytesMax) {
        this.encoder = encoder;
        this.vectors = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher(CachedEncoder::bytes)
                // Its book-keeping takes less time than handing it to another thread.
                .executor(Runnable::run)
                .buildAsync();
    }

    private static int bytes(String text, float[] vector) {
        long bytes = ENTRY_OVERHEAD_BYTES + (long) text.length() * Character.BYTES + (long) vector.length * Float.BYTES;
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /// The text's vector, where it is known already. Never waits.
    public Optional<float[]> cached(String text) {
        return Optional.ofNullable(vectors.synchronous().getIfPresent(text));
    }

    /// @throws CancellationException when the caller is interrupted, which it then still is
    @Override
    public float[] encode(String text) {
        while (true) {
            var known = vectors.getIfPresent(text);
            var mine = new CompletableFuture<float[]>();
            if (known == null) known = vectors.asMap().putIfAbsent(text, mine);
            if (known == null) return encode(text, mine);
            try {
                return known.get();
            } catch (CancellationException | ExecutionException gaveUp) {
                // Who was first failed or was interrupted: that is no reason to give up too, so this caller tries.
                continue;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw (CancellationException)
                        new CancellationException("interrupted while encoding").initCause(stopped);
            }
        }
    }

    private float[] encode(String text, CompletableFuture<float[]> vector) {
        try {
            vector.complete(encoder.encode(text));
            return vector.join();
        } finally {
            if (!vector.isDone()) {
                // Out of the cache before the others hear of it, so that they find the place free.
                vectors.asMap().remove(text, vector);
                vector.cancel(false);
            }
        }
    }

    @Override
    public boolean seesWhole(String text) {
        return encoder.seesWhole(text);
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
