package dev.signalbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Event;
import dev.signalbox.testkit.Stories;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventQueueTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Event EVENT = Stories.failed("request").getLast();

    @Test
    void makesWaitUntilThereIsRoom() throws Exception {
        var queue = new EventQueue(1024, Duration.ZERO);
        assertThat(queue.put(EVENT, LONG)).isTrue();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var second = threads.submit(() -> queue.put(EVENT, LONG));
            var batch = queue.take(LONG);
            assertThat(batch.events()).hasSize(1);
            queue.done(batch);

            assertThat(second.get()).isTrue();
            assertThat(queue.take(LONG).events()).hasSize(1);
        }
    }

    @Test
    void doesNotAcceptWhereThereIsNoRoomInTime() {
        var queue = new EventQueue(1024, Duration.ZERO);
        queue.put(EVENT, LONG);

        assertThat(queue.put(EVENT, Duration.ofNanos(1))).isFalse();
    }

    @Test
    void makesNobodyWaitAfterOneWaitedInVain() throws Exception {
        var queue = new EventQueue(1024, Duration.ZERO);
        queue.put(EVENT, LONG);
        queue.put(EVENT, Duration.ofNanos(1));

        assertThat(queue.put(EVENT, Duration.ofDays(1))).isFalse();

        queue.done(queue.take(LONG));
        assertThat(queue.put(EVENT, LONG)).isTrue();
    }

    @Test
    void acceptsOneThatIsTooHeavyWhereNothingElseWaits() {
        var queue = new EventQueue(1, Duration.ZERO);

        assertThat(queue.put(EVENT, Duration.ZERO)).isTrue();
        assertThat(queue.put(EVENT, Duration.ZERO)).isFalse();
    }

    @Test
    void handsOutWhatItAcceptedAfterItsEnd() throws Exception {
        var queue = new EventQueue(1 << 20, LONG);
        queue.put(EVENT, LONG);
        queue.close();

        assertThat(queue.put(EVENT, LONG)).isFalse();
        assertThat(queue.take(LONG).events()).containsExactly(EVENT);
        assertThat(queue.take(LONG).events()).isEmpty();
    }

    @Test
    void aFlushDoesNotWaitForTheWindow() throws Exception {
        var queue = new EventQueue(1 << 20, LONG);
        queue.put(EVENT, LONG);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var flushed = threads.submit(() -> queue.flush(LONG));
            queue.done(queue.take(LONG));

            assertThat(flushed.get()).isTrue();
        }
    }

    @Test
    void aFlushOfNothingIsDoneAtOnce() {
        assertThat(new EventQueue(1024, LONG).flush(Duration.ZERO)).isTrue();
    }
}
