package dev.signalbox.verify.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.Recordings.Recording;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.gateway.replay.Tally;
import dev.signalbox.journal.Journal;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A whole gateway between real clients and a replay upstream, on real sockets. One of three models fails in a share of
/// its calls. Requests take turns among two routes, one with fallbacks and one whose answers are held back until they
/// are whole, and are streamed or plain. Each answer is checked when it arrives.
final class FaultCampaign implements AutoCloseable {
    /// Every way to fail that a client must not mistake for an answer.
    static final List<dev.signalbox.gateway.replay.Fault> FAULTS = Stream.of(
                    "status=500",
                    "status=503",
                    "status=429",
                    "silence",
                    "reset",
                    "html",
                    "gzip-bomb",
                    "drip=100",
                    "stall",
                    "cut",
                    "error-event",
                    "garbage",
                    "bad-utf8")
            .map(dev.signalbox.gateway.replay.Fault::parse)
            .toList();

    static final String FAULTY = "first";
    static final Map<String, double[]> PRICES = Map.of(
            FAULTY, new double[] {0.3, 0.7}, "second", new double[] {1.1, 2.3}, "third", new double[] {3.0, 9.0});
    private static final int PROMPTS = 50;
    private static final int FAILURES_KEPT = 5;
    private static final JsonMapper JSON = new JsonMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ReplayUpstream upstream;
    private final SignalboxServer box;
    private final List<Recording> recordings;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    /// What a client knows of a request that has ended.
    ///
    /// @param whole whether it got a whole answer; else an error event after some words
    /// @param costUsd what it was told; empty where there is no whole answer
    record Ended(String id, boolean whole, OptionalDouble costUsd) {}

    /// @param share of the first model's calls that fail
    FaultCampaign(Path folder, double share) throws SettingsException, IOException {
        recordings = recordings();
        upstream = ReplayUpstream.start(
                vertx,
                new Recordings(recordings),
                new ReplayOptions(
                        "127.0.0.1",
                        0,
                        Duration.ZERO,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Map.of(FAULTY, new FaultShare(share, FAULTS)),
                        17),
                Instant.EPOCH);
        var surroundings = SystemContext.ofMachine();
        box = SignalboxServer.start(
                new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment())
                        .read("signalbox.yaml", yaml(), folder),
                surroundings);
    }

    private String yaml() {
        return """
                server: {port: 0}
                encoder: {kind: none}
                providers:
                  replay:
                    url: "http://127.0.0.1:%d/v1"
                    timeouts: {first_byte: 5s, idle: 5s}
                    answer_bytes_max: 4MiB
                models:
                  first: {provider: replay, price: {input: 0.3, output: 0.7}, prior: {quality: 0.9}}
                  second: {provider: replay, price: {input: 1.1, output: 2.3}, prior: {quality: 0.6}}
                  third: {provider: replay, price: {input: 3.0, output: 9.0}, prior: {quality: 0.6}}
                routes:
                  open: {models: [first, second, third]}
                  held:
                    models: [first, second, third]
                    strategies:
                      held:
                        cascade:
                          - {call: first, watch: {monitors: [template_leak], hold_tokens: 1000000, hold: 1h}}
                          - {call: second, watch: {monitors: [template_leak], hold_tokens: 1000000, hold: 1h}}
                          - third
                """.formatted(upstream.port());
    }

    private static List<Recording> recordings() {
        var all = new ArrayList<Recording>();
        for (int i = 0; i < PROMPTS; i++) {
            int number = i;
            var answers = PRICES.keySet().stream()
                    .collect(Collectors.toMap(
                            model -> model,
                            model -> "The %s model says – in answer %d – “points and signals”. "
                                            .formatted(model, number)
                                    + "Levers are interlocked so that no two trains meet. 🚂 ".repeat(1 + number % 7)));
            all.add(new Recording("p" + i, "Question %d: what does a signal box do?".formatted(i), answers));
        }
        return all;
    }

    Journal journal() {
        return box.journal();
    }

    Map<String, Tally> tallies() {
        return upstream.tallies();
    }

    int asked() {
        return asked.get();
    }

    /// Asks with so many clients while `more` holds, each request after the other.
    ///
    /// @param ended is given what came of each, by several threads
    void run(int clients, BooleanSupplier more, Consumer<Ended> ended) throws InterruptedException {
        var failed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < clients; client++) {
                threads.execute(() -> {
                    while (more.getAsBoolean() && !failed.get()) {
                        try {
                            ended.accept(ask(asked.getAndIncrement()));
                        } catch (IOException | AssertionError | RuntimeException wrong) {
                            failures.add(wrong);
                            failed.set(failures.size() >= FAILURES_KEPT);
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                            return;
                        }
                    }
                });
            }
        }
        if (failures.isEmpty()) return;
        var wrong = new AssertionError(failures.size() + " requests went wrong, such as: " + failures.peek());
        failures.forEach(wrong::addSuppressed);
        throw wrong;
    }

    private Ended ask(int number) throws IOException, InterruptedException {
        var recording = recordings.get(number % PROMPTS);
        boolean held = number / 2 % 2 == 1;
        return number % 2 == 0 ? stream(recording, held) : plain(recording, held);
    }

    private Ended stream(Recording recording, boolean held) throws IOException, InterruptedException {
        var route = held ? "auto/held" : "auto/open";
        var heard = Heard.of(
                http,
                URI.create(box.url() + "/v1/chat/completions"),
                route,
                recording.text(),
                "\"stream_options\":{\"include_usage\":true}");
        var what = "a stream of " + route + ": " + heard.error();
        assertThat(heard.status()).as(what).isEqualTo(200);
        var id = heard.header("x-request-id");
        if (heard.done()) {
            assertThat(recording.answers().values()).as(what).contains(heard.text());
            var usage = heard.frames().getLast().path("signalbox");
            return new Ended(id, true, OptionalDouble.of(usage.path("cost_usd").doubleValue()));
        }
        assertThat(held).as(what).isFalse();
        // A fault before the first word is never heard; one after it ends in an error.
        assertThat(heard.text()).as(what).isNotEmpty();
        assertThat(recording.answers().getOrDefault(FAULTY, "")).as(what).startsWith(heard.text());
        return new Ended(id, false, OptionalDouble.empty());
    }

    private Ended plain(Recording recording, boolean held) throws IOException, InterruptedException {
        var route = held ? "auto/held" : "auto/open";
        var reply = http.send(
                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
                                        .formatted(route, JSON.writeValueAsString(recording.text()))))
                        .build(),
                BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        var model = reply.headers().firstValue("x-signalbox-model").orElseThrow();
        var text = JSON.readTree(reply.body()).at("/choices/0/message/content").asString();
        assertThat(text).isEqualTo(recording.answers().get(model));
        var cost = reply.headers().firstValue("x-signalbox-cost-usd").orElseThrow();
        return new Ended(
                reply.headers().firstValue("x-request-id").orElseThrow(),
                true,
                OptionalDouble.of(Double.parseDouble(cost)));
    }

    /// Ends the gateway, so that its journal is whole on disk.
    void stopGateway() {
        box.close();
    }

    @Override
    public void close() {
        http.close();
        box.close();
        upstream.close();
        vertx.close().await();
    }
}
