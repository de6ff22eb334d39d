package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Another tenant, who asks one question after the other while something goes on, and expects an answer to each.
final class Neighbour implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Semaphore answered = new Semaphore(0);
    private final HttpRequest request;
    private final Thread thread;
    private volatile boolean enough;

    Neighbour(String gateway, String key, String model) {
        request = HttpRequest.newBuilder(URI.create(gateway + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}".formatted(model)))
                .build();
        thread = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
        try {
            while (!enough) {
                try {
                    var reply = http.send(request, BodyHandlers.ofString());
                    if (reply.statusCode() == 200) answered.release();
                    else wrong.add(reply.statusCode() + " " + reply.body());
                } catch (IOException failed) {
                    wrong.add(failed.toString());
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// What it was refused, and what failed.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// Waits until it has been answered so often from now on.
    void isAnswered(int times) throws InterruptedException {
        answered.drainPermits();
        assertThat(answered.tryAcquire(times, 2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the neighbour is answered; what went wrong: " + new ArrayList<>(wrong))
                .isTrue();
        assertThat(wrong).as("what the neighbour was refused").isEmpty();
    }

    @Override
    public void close() {
        enough = true;
        thread.interrupt();
        http.shutdownNow();
    }
}
