package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Sink;
import java.time.InstantSource;
import java.util.OptionalDouble;

/// Notes when one call's first chunk came and how much was said, and announces the model before it.
/// Confined to the call's thread.
final class TimedSink implements Sink {
    private final Sink sink;
    private final String route;
    private final String model;
    private final InstantSource clock;
    private final long startMs;
    private long firstMs = -1;
    private long letters;

    TimedSink(Sink sink, String route, String model, InstantSource clock) {
        this.sink = sink;
        this.route = route;
        this.model = model;
        this.clock = clock;
        this.startMs = clock.millis();
    }

    @Override
    public boolean joins() {
        return sink.joins();
    }

    @Override
    public void accept(Chunk chunk) throws InterruptedException {
        if (firstMs < 0) {
            firstMs = clock.millis();
            sink.opening(route, model);
        }
        for (var delta : chunk.deltas()) {
            letters += delta.text().length();
            for (var call : delta.toolCalls()) letters += call.arguments().length();
        }
        sink.accept(chunk);
    }

    /// How much was said so far.
    long letters() {
        return letters;
    }

    /// The whole answer is there: where it did not stream, this is its first token, too.
    void whole() {
        if (firstMs < 0) firstMs = clock.millis();
    }

    OptionalDouble firstTokenMs() {
        return firstMs < 0 ? OptionalDouble.empty() : OptionalDouble.of(firstMs - startMs);
    }

    double elapsedMs() {
        return clock.millis() - startMs;
    }
}
