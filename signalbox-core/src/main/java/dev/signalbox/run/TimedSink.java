package dev.signalbox.run;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.RecentConfidence;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.journal.Event.Called.Extremes;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;

/// Notes when one call's first chunk came, how much was said and how far it went, and announces the model before it.
/// Confined to the call's thread.
final class TimedSink implements Sink {
    private final Sink sink;
    private final String route;
    private final String model;
    private final InstantSource clock;
    private final long startMs;
    private long firstMs = -1;
    private long letters;
    private final TokenTally said = new TokenTally();
    private boolean words;
    private boolean overheard;
    private long heardMs;
    private long silentFirstMs;
    private long silentBetweenMs;
    private double logProbabilityMin = Double.POSITIVE_INFINITY;
    private final RecentConfidence confidence = new RecentConfidence();

    TimedSink(Sink sink, String route, String model, InstantSource clock) {
        this.sink = sink;
        this.route = route;
        this.model = model;
        this.clock = clock;
        this.startMs = SteadyTime.millis(clock);
        this.heardMs = startMs;
    }

    @Override
    public boolean joins() {
        return sink.joins();
    }

    @Override
    public boolean isClosed() {
        return sink.isClosed();
    }

    @Override
    public void accept(Chunk chunk) throws InterruptedException {
        long now = SteadyTime.millis(clock);
        endSilence(now);
        if (firstMs < 0) {
            firstMs = now;
            sink.opening(route, model);
        }
        for (var delta : chunk.deltas()) hear(delta);
        sink.accept(chunk);
        // While the listener was busy nobody was silent.
        heardMs = SteadyTime.millis(clock);
    }

    @Override
    public void headers(Map<String, String> headers) {
        sink.headers(headers);
    }

    @Override
    public void overhear(Chunk chunk) {
        overheard = true;
        for (var delta : chunk.deltas()) count(delta);
    }

    private void endSilence(long now) {
        if (words) silentBetweenMs = Math.max(silentBetweenMs, now - heardMs);
        else silentFirstMs = Math.max(silentFirstMs, now - heardMs);
        heardMs = now;
    }

    private void hear(Delta delta) {
        count(delta);
        words |= !delta.text().isEmpty() || !delta.toolCalls().isEmpty();
        if (delta.choice() != 0 || delta.logProbability().isEmpty()) return;
        double mean = confidence.after(delta.logProbability().getAsDouble());
        if (mean < logProbabilityMin) logProbabilityMin = mean;
    }

    private void count(Delta delta) {
        letters += delta.text().length();
        said.add(delta.text());
        for (var call : delta.toolCalls()) {
            letters += call.arguments().length();
            said.add(call.name().orElse("")).add(call.arguments());
        }
    }

    /// How far it went until now.
    Extremes extremes() {
        endSilence(SteadyTime.millis(clock));
        return new Extremes(
                silentFirstMs,
                words ? OptionalDouble.of(silentBetweenMs) : OptionalDouble.empty(),
                Double.isFinite(logProbabilityMin) ? OptionalDouble.of(logProbabilityMin) : OptionalDouble.empty(),
                letters);
    }

    /// What was said so far.
    TokenTally said() {
        return said;
    }

    /// Whether all that was said was heard, be it nothing: of an answer that comes whole nothing is before its end.
    boolean heard() {
        return overheard || letters > 0;
    }

    /// The whole answer is there: where it did not stream, this is its first token, too.
    void whole() {
        if (firstMs < 0) firstMs = SteadyTime.millis(clock);
    }

    OptionalDouble firstTokenMs() {
        return firstMs < 0 ? OptionalDouble.empty() : OptionalDouble.of(firstMs - startMs);
    }

    double elapsedMs() {
        return SteadyTime.millis(clock) - startMs;
    }
}
