package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.CoreFixtures;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.journal.Event.Called.Extremes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TimedSinkTest {
    private long nowMs;
    private long listenerTakesMs;
    private final TimedSink sink =
            new TimedSink(chunk -> nowMs += listenerTakesMs, "r", "m", () -> CoreFixtures.NOON.plusMillis(nowMs));

    private void after(long ms, Chunk chunk) throws InterruptedException {
        nowMs += ms;
        sink.accept(chunk);
    }

    private static Chunk told(double logProbability) {
        var delta = new Delta(0, "word ", List.of(), Optional.empty(), OptionalDouble.of(logProbability));
        return new Chunk(List.of(delta), Optional.empty(), Optional.empty());
    }

    @Test
    void notesTheLongestSilencesBeforeAndAfterTheFirstWord() throws Exception {
        after(30, Chunk.text(""));
        after(400, Chunk.text("A"));
        after(20, Chunk.text(" word"));
        after(90, Chunk.text(" more"));
        after(5, Chunk.finish(Finish.DONE));
        assertThat(sink.extremes()).isEqualTo(new Extremes(400, OptionalDouble.of(90), OptionalDouble.empty(), 11));
        assertThat(sink.firstTokenMs()).hasValue(30);
    }

    @Test
    void aSilenceThatLastsIsOneSoFar() throws Exception {
        nowMs = 700;
        assertThat(sink.extremes()).isEqualTo(new Extremes(700, OptionalDouble.empty(), OptionalDouble.empty(), 0));
        var call = new ToolCallDelta(0, Optional.of("1"), Optional.of("f"), "{}");
        after(
                100,
                new Chunk(
                        List.of(new Delta(0, "", List.of(call), Optional.empty())),
                        Optional.empty(),
                        Optional.empty()));
        nowMs += 2_000;
        assertThat(sink.extremes().silentBetweenMs()).hasValue(2_000);
        assertThat(sink.extremes().chars()).isEqualTo(2);
    }

    @Test
    void whileItsListenerIsBusyAModelIsNotSilent() throws Exception {
        listenerTakesMs = 5_000;
        for (int i = 0; i < 3; i++) after(10, Chunk.text("word"));
        assertThat(sink.extremes()).isEqualTo(new Extremes(10, OptionalDouble.of(10), OptionalDouble.empty(), 12));
    }

    @Test
    void notesTheLowestMeanLogProbability() throws Exception {
        for (int i = 0; i < 31; i++) after(1, told(-9));
        assertThat(sink.extremes().logProbabilityMin()).as("too little").isEmpty();
        for (int i = 0; i < 40; i++) after(1, told(-1));
        assertThat(sink.extremes().logProbabilityMin().orElseThrow()).isCloseTo(-8.75, within(1e-9));
    }
}
