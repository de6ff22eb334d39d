package dev.signalbox.encoders;

import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/// The place of the conversation's routable text in the encoder's space. In line where the text is in the cache. Else
/// it waits, and there is no signal when the encoder has too much to do or the time is up.
public final class EmbeddingSensor implements Sensor<Received> {
    /// The routable text, which an earlier sensor says.
    public static final SignalKey<String> TEXT = SignalKey.text("text");

    public static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");

    private final CachedEncoder encoder;

    public EmbeddingSensor(CachedEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public Class<Received> moment() {
        return Received.class;
    }

    @Override
    public boolean waits(Received moment, Signals known) {
        var text = known.find(TEXT);
        return text != null && !text.isBlank() && encoder.cached(text).isEmpty();
    }

    @Override
    public List<Signal<?>> sense(Received moment, Signals known) {
        var text = known.find(TEXT);
        if (text == null || text.isBlank()) return List.of();
        try {
            return List.of(EMBEDDING.of(encoder.encode(text)));
        } catch (RejectedExecutionException | CancellationException noTime) {
            return List.of();
        }
    }
}
