package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.journal.Event.Asked;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.journal.Event.Decided;
import dev.signalbox.journal.Event.Finished;
import dev.signalbox.store.SqliteJournal;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A route with very many models loses no events. A large run:
/// `-Dsignalbox.journal.models=10000 -Dsignalbox.journal.requests=2000`.
class JournalAtSizeTest {
    /// More than the journal's table of models keeps at a time.
    private static final int MODELS = Integer.getInteger("signalbox.journal.models", 5_000);

    private static final int REQUESTS = Integer.getInteger("signalbox.journal.requests", 300);
    private static final int CLIENTS = 16;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void everyRequestOfARouteWithThousandsOfModelsIsInTheJournal(@TempDir Path folder) throws Exception {
        var vertx = Vertx.vertx();
        var ids = new ConcurrentLinkedQueue<String>();
        try (var upstream = ReplayUpstream.start(
                vertx,
                new Recordings(List.of()),
                new ReplayOptions(
                        "127.0.0.1",
                        0,
                        Duration.ZERO,
                        OptionalDouble.empty(),
                        Optional.of("A signal box is a building."),
                        Map.of(),
                        1),
                Instant.EPOCH)) {
            var surroundings = SystemContext.ofMachine();
            long start = System.nanoTime();
            var settings = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment())
                    .read("signalbox.yaml", yaml(upstream.port()), folder);
            try (var box = SignalboxServer.start(settings, surroundings)) {
                long started = System.nanoTime();
                ask(box, ids);
                System.out.printf(
                        "journal at size: %,d models, start %.1f s, %,d requests in %.1f s%n",
                        MODELS, (started - start) / 1e9, ids.size(), (System.nanoTime() - started) / 1e9);
                assertThat(get(box, "/readyz")).doesNotContain("lost");
            }
        } finally {
            vertx.close().await();
        }
        try (var journal =
                SqliteJournal.open(SqliteJournal.Options.of(folder.resolve("signalbox.db")), InstantSource.system())) {
            assertThat(journal.recent(2 * REQUESTS)).hasSize(REQUESTS);
            for (var id : ids) {
                var events = journal.events(id);
                for (var kind : List.of(Asked.class, Decided.class, Called.class, Finished.class)) {
                    assertThat(events.stream().filter(kind::isInstance))
                            .as(kind.getSimpleName())
                            .hasSize(1);
                }
            }
        }
    }

    private static String yaml(int port) {
        var models = IntStream.range(0, MODELS)
                .mapToObj("  model-%d: {provider: replay, price: {input: 1, output: 2}}"::formatted)
                .collect(Collectors.joining("\n"));
        var names = IntStream.range(0, MODELS).mapToObj("model-%d"::formatted).collect(Collectors.joining(", "));
        return """
                server: {port: 0}
                encoder: {kind: none}
                providers:
                  replay: {url: "http://127.0.0.1:%d/v1"}
                models:
                %s
                routes:
                  default: {models: [%s], explore: 0.5}
                """.formatted(port, models, names);
    }

    private void ask(SignalboxServer box, Queue<String> ids) throws InterruptedException {
        var asked = new AtomicInteger();
        var wrong = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                threads.submit(() -> {
                    while (asked.getAndIncrement() < REQUESTS) {
                        var reply = http.send(
                                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                                        .header("content-type", "application/json")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                                        .build(),
                                BodyHandlers.ofString());
                        if (reply.statusCode() != 200) wrong.add(reply.body());
                        ids.add(reply.headers().firstValue("x-request-id").orElse(""));
                    }
                    return true;
                });
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(ids).hasSize(REQUESTS);
    }

    private String get(SignalboxServer box, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(box.url() + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
