package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MiniLmEncoderTest {
    private static MiniLmEncoder encoder;

    @BeforeAll
    static void open() {
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
    void itSaysTheSameAsAnotherProgramWithTheseWeights() {
        var other = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
        for (var text : new String[] {
            "Hello, world!",
            "Write a function that reverses a linked list in Rust, and explain its running time.",
            "Wie spät ist es in Zürich?",
            "什么是信号箱？",
            "∫ x² dx = x³/3 + C"
        }) {
            var theirs = other.embed(text).content().vector();
            assertThat(cosine(encoder.encode(text), theirs)).as(text).isGreaterThan(0.9999);
        }
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
    void theIdNamesTheWeightsAndTheCutAndTheCutIsKept() {
        var head = "word ".repeat(158);
        assertThat(encoder.id()).isEqualTo("all-minilm-l6-v2-q/160");
        assertThat(encoder.encode(head + "and what comes then")).isEqualTo(encoder.encode(head));
        assertThat(encoder.encode("word ".repeat(157) + "end")).isNotEqualTo(encoder.encode(head));
    }

    @Test
    void anEmptyTextHasAVectorToo() {
        var vector = encoder.encode("");
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void manyAtOnceGetWhatTheyWouldGetAlone() throws Exception {
        var texts = IntStream.range(0, 100)
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

    /// Against one that has still to load its weights, so that the caller is sure to wait.
    @Test
    void whoIsInterruptedWhileWaitingIsLetGoAndStillInterrupted() {
        try (var loading = new MiniLmEncoder(1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> loading.encode("text")).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(loading.encode("text")).isEqualTo(encoder.encode("text"));
        }
    }

    @Test
    void withTooMuchToDoItRefusesAndClosingLeavesNobodyWaiting() throws Exception {
        var closing = new MiniLmEncoder(1);
        var refused = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<float[]>>();
            for (int i = 0; i < 400; i++) {
                all.add(threads.submit(() -> {
                    try {
                        return closing.encode("a text");
                    } catch (RejectedExecutionException tooMuch) {
                        refused.countDown();
                        throw tooMuch;
                    }
                }));
            }
            refused.await();
            closing.close();
            for (var one : all) assertThat(outcome(one)).isIn("encoded", "refused", "cancelled");
            assertThat(all).anyMatch(one -> outcome(one).equals("refused"));
        }
        assertThatThrownBy(() -> closing.encode("late"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the encoder is closed");
        closing.close();
    }

    private static String outcome(Future<float[]> encoding) {
        try {
            return encoding.get().length == 384 ? "encoded" : "wrong";
        } catch (ExecutionException failed) {
            return switch (failed.getCause()) {
                case RejectedExecutionException refused -> "refused";
                case CancellationException cancelled -> "cancelled";
                case null, default -> failed.toString();
            };
        } catch (InterruptedException stopped) {
            return "interrupted";
        }
    }

    @Test
    void oneThatWasNeverUsedIsClosedWithoutLoading() {
        var unused = new MiniLmEncoder(1);
        unused.close();
        assertThatThrownBy(() -> unused.encode("late")).isInstanceOf(RejectedExecutionException.class);
    }
}
