package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.signal.Encoder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CachedEncoderTest {
    private static final long ROOM = 10_000_000;

    /// One dimension, which a function says.
    private record Saying(ToDoubleFunction<String> place) implements Encoder {
        @Override
        public String id() {
            return "saying";
        }

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public float[] encode(String text) {
            return new float[] {(float) place.applyAsDouble(text)};
        }
    }

    private static double lengthOf(String text) {
        return text.length();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void itIsTheEncoderItStandsBefore() {
        var cached = new CachedEncoder(new Saying(String::length), ROOM);
        assertThat(cached.id()).isEqualTo("saying");
        assertThat(cached.dimensions()).isEqualTo(1);
        assertThat(cached.encode("four")).containsExactly(4);
    }

    @Test
    void onlyWhatWasEncodedIsKnown() {
        var cached = new CachedEncoder(new Saying(CachedEncoderTest::lengthOf), ROOM);
        cached.encode("known");
        assertThat(cached.cached(new StringBuilder("known").toString())).hasValue(cached.encode("known"));
        assertThat(cached.cached("other")).isEmpty();
    }

    @Test
    void aTextIsEncodedOnceEvenForManyAtOnceAndOtherTextsDoNotWaitForIt() throws Exception {
        var asked = new AtomicInteger();
        var started = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var cached = new CachedEncoder(
                new Saying(text -> {
                    if (!text.equals("slow")) return 0;
                    started.countDown();
                    await(go);
                    return asked.incrementAndGet();
                }),
                ROOM);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> cached.encode("slow")))
                    .toList();
            await(started);
            assertThat(cached.cached("slow")).isEmpty();
            for (int i = 0; i < 1_000; i++)
                assertThat(cached.encode("other " + i)).containsExactly(0);
            go.countDown();
            for (var caller : callers) assertThat(caller.get()).containsExactly(1);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aFailureIsNotRemembered() {
        var asked = new AtomicInteger();
        var cached = new CachedEncoder(
                new Saying(text -> {
                    if (asked.incrementAndGet() == 1) throw new RejectedExecutionException("busy");
                    return 7;
                }),
                ROOM);
        assertThatThrownBy(() -> cached.encode("text"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("busy");
        assertThat(cached.cached("text")).isEmpty();
        assertThat(cached.encode("text")).containsExactly(7);
    }

    @Test
    void whenTheFirstFailsTheOthersStillGetTheirVector() throws Exception {
        var asked = new AtomicInteger();
        var started = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var cached = new CachedEncoder(
                new Saying(text -> {
                    if (asked.incrementAndGet() > 1) return 7;
                    started.countDown();
                    await(go);
                    throw new RejectedExecutionException("busy");
                }),
                ROOM);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> cached.encode("text"));
            await(started);
            var second = threads.submit(() -> cached.encode("text"));
            go.countDown();
            assertThat(second.get()).containsExactly(7);
            assertThat(first).failsWithin(java.time.Duration.ofSeconds(10));
        }
    }

    @Test
    void itHoldsNoMoreThanItHasRoomFor() {
        var cached = new CachedEncoder(new Saying(String::length), 100_000);
        for (int i = 0; i < 1_000; i++) cached.encode(i + "x".repeat(1_000));
        long held = IntStream.range(0, 1_000)
                .filter(i -> cached.cached(i + "x".repeat(1_000)).isPresent())
                .count();
        assertThat(held).isBetween(10L, 50L);
    }
}
