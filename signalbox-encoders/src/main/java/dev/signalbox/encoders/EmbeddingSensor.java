package dev.signalbox.encoders;

import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/// The place of the conversation's routable text in the encoder's space. Where the encoder has too much to do or the
/// time is up, there is no signal.
public final class EmbeddingSensor implements Sensor<ReceivedMoment> {
    /// The routable text, which an earlier sensor says.
    public static final SignalKey<String> TEXT = SignalKey.text("text");

    public static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");

    /// Whether the embedding is of the text's beginning alone. Said only where it is.
    public static final SignalKey<Boolean> PARTIAL = SignalKey.flag("embedding_partial");

    private final Encoder encoder;
    private final Predicate<String> slow;

    private EmbeddingSensor(Encoder encoder, Predicate<String> slow) {
        this.encoder = encoder;
        this.slow = slow;
    }

    /// For an encoder that is so fast that nobody needs to wait for it: always in line.
    public static EmbeddingSensor inLine(StaticEncoder encoder) {
        return new EmbeddingSensor(encoder, _ -> false);
    }

    /// For a slow encoder behind a cache: in line where the text is in the cache, else it waits.
    public static EmbeddingSensor waiting(CachedEncoder encoder) {
        return new EmbeddingSensor(encoder, text -> encoder.cached(text).isEmpty());
    }

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public boolean waits(ReceivedMoment moment, Signals known) {
        var text = known.find(TEXT);
        return text != null && !text.isBlank() && slow.test(text);
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var text = known.find(TEXT);
        if (text == null || text.isBlank()) return List.of();
        try {
            var embedding = EMBEDDING.of(encoder.encode(text));
            return encoder.seesWhole(text) ? List.of(embedding) : List.of(embedding, PARTIAL.of(true));
        } catch (RejectedExecutionException | CancellationException noTime) {
            return List.of();
        }
    }
}
