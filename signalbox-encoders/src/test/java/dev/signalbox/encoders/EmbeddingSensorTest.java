package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSensorTest {
    private static final ReceivedMoment MOMENT = new ReceivedMoment(Request.of("r", "auto", "x", Instant.EPOCH));

    /// An encoder of one dimension that refuses one text and gives up on another.
    private static final class FakeEncoder implements Encoder {
        @Override
        public String id() {
            return "fake";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public float[] encode(String text) {
            return switch (text) {
                case "busy" -> throw new RejectedExecutionException();
                case "late" -> throw new CancellationException();
                default -> new float[] {1};
            };
        }
    }

    private final EmbeddingSensor sensor = EmbeddingSensor.waiting(new CachedEncoder(new FakeEncoder(), 1_000_000));

    private static Signals saying(String text) {
        return Signals.of(EmbeddingSensor.TEXT.of(text));
    }

    @Test
    void itWaitsOnlyForATextThatIsNotInTheCache() {
        var known = saying("a new text");
        assertThat(sensor.waits(MOMENT, known)).isTrue();
        var signals = Signals.NONE.with(sensor.sense(MOMENT, known));
        assertThat(signals.find(EmbeddingSensor.EMBEDDING)).containsExactly(1);
        assertThat(sensor.waits(MOMENT, known)).isFalse();
        assertThat(Signals.NONE.with(sensor.sense(MOMENT, known)).find(EmbeddingSensor.EMBEDDING))
                .isSameAs(signals.find(EmbeddingSensor.EMBEDDING));
    }

    @Test
    void withoutATextThereIsNothingToWaitForAndNoSignal() {
        assertThat(sensor.waits(MOMENT, Signals.NONE)).isFalse();
        assertThat(sensor.sense(MOMENT, Signals.NONE)).isEmpty();
        assertThat(sensor.waits(MOMENT, saying(" \n"))).isFalse();
        assertThat(sensor.sense(MOMENT, saying(" \n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"busy", "late"})
    void anEncoderThatHasNoTimeLeavesTheSignalOut(String text) {
        assertThat(sensor.sense(MOMENT, saying(text))).isEmpty();
    }

    @Test
    void itSaysWhereTheEncoderSawTheBeginningAlone() throws IOException {
        var inLine = EmbeddingSensor.inLine(StaticEncoder.builtIn());
        var fits = saying("word ".repeat(158).strip());
        var longer = saying("word ".repeat(159).strip());

        assertThat(Signals.NONE.with(inLine.sense(MOMENT, fits)).find(EmbeddingSensor.PARTIAL))
                .isNull();
        var partial = Signals.NONE.with(inLine.sense(MOMENT, longer));
        assertThat(partial.find(EmbeddingSensor.PARTIAL)).isTrue();
        assertThat(partial.find(EmbeddingSensor.EMBEDDING)).isNotNull();
        assertThat(Signals.NONE
                        .with(inLine.sense(MOMENT, saying("x".repeat(100_000))))
                        .find(EmbeddingSensor.PARTIAL))
                .isTrue();
    }
}
