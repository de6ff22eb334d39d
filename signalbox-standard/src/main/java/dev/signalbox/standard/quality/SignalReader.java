package dev.signalbox.standard.quality;

import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.LexicalSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// How a snapshot's estimators read a request's signals.
final class SignalReader {
    /// What the encoders' sensor emits; it lives in a module that this one must not know.
    static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");

    private SignalReader() {}

    /// Null where there is nothing to read. A late or missing embedding leaves the lexical features.
    static @Nullable Features of(Signals signals, Snapshot snapshot) {
        return read(signals, snapshot, Features::of);
    }

    /// As [#of], for linear heads alone.
    static @Nullable Features forHeads(Signals signals, Snapshot snapshot) {
        return read(signals, snapshot, Features::forHeads);
    }

    private static @Nullable Features read(
            Signals signals, Snapshot snapshot, BiFunction<float[], float[], Features> features) {
        float[] lexical = signals.find(LexicalSensor.LEXICAL);
        if (lexical == null) return null;
        requireLength("lexical", lexical.length, snapshot.lexical().size());
        float[] standardised = snapshot.lexical().of(lexical);
        float[] embedding = signals.find(EMBEDDING);
        if (embedding == null) return Features.lexical(standardised);
        requireLength("embedding", embedding.length, snapshot.about().dimensions());
        return told(features.apply(embedding, standardised), signals, snapshot);
    }

    private static Features told(Features features, Signals signals, Snapshot snapshot) {
        String task = signals.find(TaskSensor.TASK);
        return task == null ? features : features.told(snapshot.group(task));
    }

    private static void requireLength(String signal, int length, int wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException(
                    "the signal `%s` has %d numbers and the snapshot reads %d: train it again with this encoder"
                            .formatted(signal, length, wanted));
        }
    }
}
