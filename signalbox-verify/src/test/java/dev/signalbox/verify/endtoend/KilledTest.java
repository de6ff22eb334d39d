package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process is killed under load, and started again.
class KilledTest {
    /// The journal's flush interval, and as much again for a slow machine.
    private static final Duration KEPT_AFTER = Duration.ofMillis(1_000);

    private static final int CLIENTS = 8;

    @Test
    void whatWasAnsweredBeforeAKillIsInTheJournalAfterIt(@TempDir Path folder) throws Exception {
        try (var upstream = new ScriptedUpstream()) {
            var settings = GatewayProcess.settings(folder, upstream.url());
            var answered = new ConcurrentHashMap<String, Long>();
            long killedAt;
            try (var gateway = GatewayProcess.serve(settings)) {
                killedAt = killUnderLoad(gateway, answered);
            }
            var kept = answered.entrySet().stream()
                    .filter(entry -> entry.getValue() < killedAt - KEPT_AFTER.toNanos())
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(kept).as("requests answered long enough before the kill").isNotEmpty();
            try (var gateway = GatewayProcess.serve(settings);
                    var http = HttpClient.newHttpClient()) {
                for (var id : kept) {
                    var story = http.send(
                            HttpRequest.newBuilder(URI.create(gateway.url() + "/api/requests/" + id))
                                    .build(),
                            BodyHandlers.ofString());
                    assertThat(story.statusCode()).as(id).isEqualTo(200);
                    assertThat(story.body()).contains("asked", "decided", "called", "finished");
                }
                assertThat(ask(http, gateway.url()).statusCode()).isEqualTo(200);
            }
        }
    }

    /// Returns when (in nanoseconds) the kill began.
    private static long killUnderLoad(GatewayProcess gateway, Map<String, Long> answered) throws InterruptedException {
        var enough = new CountDownLatch(400);
        var killed = new AtomicBoolean();
        long killedAt;
        try (var http = HttpClient.newHttpClient();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (!killed.get()) {
                        try {
                            var answer = ask(http, gateway.url());
                            answer.headers()
                                    .firstValue("x-signalbox-request")
                                    .ifPresent(id -> answered.put(id, System.nanoTime()));
                            enough.countDown();
                        } catch (IOException gone) {
                            return;
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                            return;
                        }
                    }
                });
            }
            enough.await();
            // The last requests of these are younger than the flush interval; the first must be older.
            long first =
                    answered.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            while (System.nanoTime() - first < 2 * KEPT_AFTER.toNanos()) Thread.onSpinWait();
            killedAt = System.nanoTime();
            gateway.kill();
            killed.set(true);
        }
        return killedAt;
    }

    private static java.net.http.HttpResponse<String> ask(HttpClient http, String url)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}"))
                        .build(),
                BodyHandlers.ofString());
    }
}
