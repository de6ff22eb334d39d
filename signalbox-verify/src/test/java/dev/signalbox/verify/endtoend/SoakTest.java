package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fault campaign for some time: what it takes does not grow. A long run: `-Dsignalbox.soak.seconds=600`.
class SoakTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("signalbox.soak.seconds", 20));
    private static final int CLIENTS = 16;
    private static final double SHARE = 0.2;
    private static final int SAMPLES = 20;
    /// The replay upstream's pool for blocking work (20) and the JDK's carriers fill up slowly, and no further.
    private static final int POOLED_THREADS = 24;

    /// @param heapBytes in use after a garbage collection
    /// @param sockets open, or 0 where the system does not say
    private record Sample(long requests, long heapBytes, long threads, long sockets) {}

    @Test
    void heapThreadsAndSocketsStayFlat(@TempDir Path folder) throws Exception {
        var over = new AtomicBoolean();
        var requests = new AtomicLong();
        var samples = new ArrayList<Sample>();
        try (var campaign = new FaultCampaign(folder, SHARE);
                var load = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = load.submit(() -> {
                campaign.run(CLIENTS, () -> !over.get(), _ -> {
                    requests.incrementAndGet();
                });
                return true;
            });
            try {
                for (int i = 0; i < SAMPLES && !running.isDone(); i++) {
                    Thread.sleep(TIME.toMillis() / SAMPLES);
                    samples.add(sample(requests.get()));
                }
            } finally {
                over.set(true);
            }
            assertThat(running.get()).isTrue();
            campaign.stopGateway();
        }
        samples.forEach(sample -> System.out.printf(
                "soak: %,9d requests, heap %,6.1f MB, %d threads, %d sockets%n",
                sample.requests(), sample.heapBytes() / 1e6, sample.threads(), sample.sockets()));

        // The first quarter warms up. The least of several samples has the least that is only under way.
        var early = samples.subList(SAMPLES / 4, SAMPLES / 2);
        var late = samples.subList(3 * SAMPLES / 4, SAMPLES);
        assertThat(requests.get()).isGreaterThan(100);
        assertThat(least(late, Sample::heapBytes))
                .as("heap")
                .isLessThan(least(early, Sample::heapBytes) * 6 / 5 + 8_000_000);
        assertThat(least(late, Sample::threads))
                .as("threads")
                .isLessThanOrEqualTo(most(early, Sample::threads) + POOLED_THREADS);
        assertThat(least(late, Sample::sockets))
                .as("sockets")
                .isLessThanOrEqualTo(most(early, Sample::sockets) + CLIENTS);
    }

    private static long least(List<Sample> samples, ToLongFunction<Sample> value) {
        return samples.stream().mapToLong(value).min().orElseThrow();
    }

    private static long most(List<Sample> samples, ToLongFunction<Sample> value) {
        return samples.stream().mapToLong(value).max().orElseThrow();
    }

    private static Sample sample(long requests) throws IOException {
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Sample(requests, heap, ManagementFactory.getThreadMXBean().getThreadCount(), sockets());
    }

    private static long sockets() throws IOException {
        var open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) return 0;
        try (var files = Files.list(open)) {
            return files.filter(SoakTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
