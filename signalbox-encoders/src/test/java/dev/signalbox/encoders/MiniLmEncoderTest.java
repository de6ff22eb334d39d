package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Signals;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MiniLmEncoderTest {
    private static MiniLmEncoder encoder;

    @BeforeAll
    static void load() throws IOException {
        encoder = new MiniLmEncoder(2);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    @Test
    void aVectorHasLengthOne() {
        var vector = encoder.encode("What is a signal box?");
        assertThat(vector).hasSize(encoder.dimensions());
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void whatMeansTheSameIsNearerThanWhatDoesNot() {
        var question = encoder.encode("How do I reverse a list in Python?");
        var same = encoder.encode("python code to reverse a list");
        var other = encoder.encode("Best pizza in Naples");
        assertThat(cosine(question, same)).isGreaterThan(0.7);
        assertThat(cosine(question, other)).isLessThan(0.3);
    }

    @Test
    void anEmptyAndAVeryLongTextHaveVectorsToo() {
        assertThat(encoder.encode("")).doesNotContain(Float.NaN);
        assertThat(encoder.encode("word ".repeat(20_000))).doesNotContain(Float.NaN);
    }

    @Test
    void manyAtOnceGetWhatTheyWouldGetAlone() throws Exception {
        var texts = IntStream.range(0, 40)
                .mapToObj(i -> "Question number " + i + "?")
                .toList();
        var alone = texts.stream().map(encoder::encode).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = texts.stream()
                    .map(text -> threads.submit(() -> encoder.encode(text)))
                    .toList();
            for (int i = 0; i < texts.size(); i++)
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
        }
    }

    /// Counts how often it is asked.
    private static final class CountingEncoder implements Encoder {
        final AtomicInteger asked = new AtomicInteger();
        final CountDownLatch go = new CountDownLatch(1);

        @Override
        public String id() {
            return "counting";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public float[] encode(String text) {
            asked.incrementAndGet();
            try {
                go.await();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            return new float[] {1};
        }
    }

    @Test
    void theCacheEncodesATextOnceEvenForManyAtOnce() throws Exception {
        var counting = new CountingEncoder();
        var cached = new CachedEncoder(counting, 1_000_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> cached.encode("same")))
                    .toList();
            counting.go.countDown();
            for (var answer : asked) assertThat(answer.get()).containsExactly(1);
        }
        assertThat(counting.asked).hasValue(1);
        assertThat(cached.cached("same")).isPresent();
        assertThat(cached.cached("other")).isEmpty();
    }

    private static Received received() {
        return new Received(Request.of("r", "auto", "x", Instant.EPOCH));
    }

    @Test
    void theSensorWaitsOnlyForWhatIsNotInTheCache() {
        var sensor = new EmbeddingSensor(new CachedEncoder(encoder, 1_000_000));
        var known = Signals.of(EmbeddingSensor.TEXT.of("a new text"));
        assertThat(sensor.waits(received(), known)).isTrue();
        var first = sensor.sense(received(), known);
        assertThat(sensor.waits(received(), known)).isFalse();
        assertThat(first).isEqualTo(sensor.sense(received(), known));
    }

    @Test
    void withoutATextThereIsNoEmbedding() {
        var sensor = new EmbeddingSensor(new CachedEncoder(encoder, 1_000_000));
        assertThat(sensor.sense(received(), Signals.NONE)).isEmpty();
        assertThat(sensor.sense(received(), Signals.of(EmbeddingSensor.TEXT.of("  "))))
                .isEmpty();
    }

    @Test
    void anEncoderWithTooMuchToDoLeavesTheSignalOut() {
        var busy = new Encoder() {
            @Override
            public String id() {
                return "busy";
            }

            @Override
            public int dimensions() {
                return 1;
            }

            @Override
            public float[] encode(String text) {
                throw new RejectedExecutionException();
            }
        };
        var sensor = new EmbeddingSensor(new CachedEncoder(busy, 1_000));
        assertThat(sensor.sense(received(), Signals.of(EmbeddingSensor.TEXT.of("text"))))
                .isEqualTo(List.of());
    }
}
