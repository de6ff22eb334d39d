package dev.signalbox.learning.evaluate;

import dev.signalbox.signal.Encoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An encoder that reads each text once, for measuring many times on the same table. Keeps everything that it has read.
/// Thread-safe.
public final class RememberingEncoder implements Encoder {
    private final Encoder encoder;
    private final Map<String, float[]> known = new ConcurrentHashMap<>();

    public RememberingEncoder(Encoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String id() {
        return encoder.id();
    }

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }

    /// The vector is shared: it must not be written to.
    @Override
    public float[] encode(String text) {
        return known.computeIfAbsent(text, encoder::encode);
    }
}
