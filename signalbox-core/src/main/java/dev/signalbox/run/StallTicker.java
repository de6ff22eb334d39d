package dev.signalbox.run;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Looks again and again at the streams that are under watch, for what no delta would tell: that none comes. One thread
/// for all of them, as a timer for each would cost more than the watching; it is there only while there are streams.
/// Thread-safe.
final class StallTicker {
    private static final Duration BEAT = Duration.ofMillis(25);

    private final Set<GuardedSink> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean beating = new AtomicBoolean();

    void add(GuardedSink stream) {
        streams.add(stream);
        if (!beating.get() && beating.compareAndSet(false, true)) {
            Thread.ofVirtual().name("signalbox-stall-ticker").start(this::beat);
        }
    }

    void remove(GuardedSink stream) {
        streams.remove(stream);
    }

    private void beat() {
        try {
            do {
                while (!streams.isEmpty()) {
                    Thread.sleep(BEAT);
                    for (var stream : streams) {
                        // To let go of what was held may have to wait for the client.
                        if (stream.isDue()) Thread.ofVirtual().start(stream::beat);
                    }
                }
                beating.set(false);
            } while (!streams.isEmpty() && beating.compareAndSet(false, true));
        } catch (InterruptedException stopped) {
            beating.set(false);
            Thread.currentThread().interrupt();
        }
    }
}
