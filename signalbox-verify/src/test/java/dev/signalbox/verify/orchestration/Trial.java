package dev.signalbox.verify.orchestration;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Environment;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayUpstream;
import dev.signalbox.journal.Event;
import dev.signalbox.verify.orchestration.Recorded.Prompt;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.json.JsonMapper;

/// A gateway before an upstream that replays recorded answers, and a client that asks it every prompt.
final class Trial implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 8;

    private final Vertx vertx = Vertx.vertx();
    private final ReplayUpstream upstream;
    private final SignalboxServer box;
    private final HttpClient http = HttpClient.newHttpClient();

    /// What came of one prompt.
    ///
    /// @param quality of the answer, as it was recorded; NaN for no answer
    /// @param verdicts one for each answer that a stage judged: whether it was accepted, and how good it was
    record Outcome(double quality, double costUsd, List<Verdict> verdicts) {}

    record Verdict(boolean accepted, double quality) {}

    /// @param prices in US dollars for a million tokens, in and out alike, by model
    /// @param snapshot what was learnt for ways that decide, where there are any
    Trial(Recorded recorded, Map<String, String> prices, List<Way> ways, Optional<Path> snapshot, Path folder)
            throws IOException, SettingsException {
        var random = new SplittableRandom(1);
        var machine = SystemContext.ofMachine();
        var surroundings = new SystemContext(new Environment(_ -> Optional.empty()), machine.clock(), () -> {
            synchronized (random) {
                return random.nextLong();
            }
        });
        upstream = ReplayUpstream.start(
                vertx,
                recorded.recordings(),
                ReplayOptions.DEFAULT,
                machine.clock().instant());
        var yaml = yaml(prices, ways, snapshot);
        var reader = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment());
        box = SignalboxServer.start(reader.read("trial.yaml", yaml, folder), surroundings);
    }

    private String yaml(Map<String, String> prices, List<Way> ways, Optional<Path> snapshot) {
        var yaml = new StringBuilder("""
                server: {port: 0}
                journal: {path: journal.db}
                check_budget: 60s
                providers:
                  replay: {url: "http://127.0.0.1:%d/v1"}
                models:
                """.formatted(upstream.port()));
        yaml.insert(
                0,
                snapshot.map(file -> "encoder: {kind: static}\nsnapshot: %s\n".formatted(file))
                        .orElse("encoder: {kind: none}\n"));
        prices.forEach((model, price) -> yaml.append("  %s: {provider: replay, price: %s}\n".formatted(model, price)));
        yaml.append("routes:\n");
        for (var way : ways) yaml.append(way.routes().indent(2));
        return yaml.toString();
    }

    /// Asks every prompt, several at once; the outcomes come in the prompts' order.
    List<Outcome> ask(Way way, List<Prompt> prompts) throws IOException, InterruptedException {
        var turns = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Outcome>>();
            for (var prompt : prompts) {
                Callable<Outcome> task = () -> {
                    turns.acquire();
                    try {
                        return outcome(prompt, send(way.model(), prompt.text()));
                    } finally {
                        turns.release();
                    }
                };
                asked.add(threads.submit(task));
            }
            var outcomes = new ArrayList<Outcome>();
            for (var one : asked) outcomes.add(one.get());
            return outcomes;
        } catch (ExecutionException failed) {
            throw new IOException("a prompt could not be asked", failed.getCause());
        }
    }

    private HttpResponse<String> send(String model, String text) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        var request = HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private Outcome outcome(Prompt prompt, HttpResponse<String> reply) throws IOException {
        if (reply.statusCode() != 200) {
            throw new IOException(
                    "`%s` was answered with status %d: %s".formatted(prompt.id(), reply.statusCode(), reply.body()));
        }
        var headers = reply.headers();
        var id = headers.firstValue("x-signalbox-request").orElseThrow();
        var model = headers.firstValue("x-signalbox-model").orElseThrow();
        requireRecorded(prompt, model, reply.body());
        var verdicts = new ArrayList<Verdict>();
        for (var event : box.journal().events(id)) {
            if (event instanceof Event.Judged judged && judged.model().isPresent()) {
                verdicts.add(new Verdict(
                        judged.accepted(), prompt.quality(judged.model().get())));
            }
        }
        double costUsd =
                Double.parseDouble(headers.firstValue("x-signalbox-cost-usd").orElseThrow());
        return new Outcome(prompt.quality(model), costUsd, verdicts);
    }

    /// The quality was recorded for this very text.
    private static void requireRecorded(Prompt prompt, String model, String body) throws IOException {
        var text = JSON.readTree(body).at("/choices/0/message/content").asString();
        var said = prompt.answers().get(model);
        if (said == null || !said.text().equals(text)) {
            throw new IOException("the answer to `%s` is not what `%s` said".formatted(prompt.id(), model));
        }
    }

    @Override
    public void close() {
        http.close();
        box.close();
        upstream.close();
        vertx.close().await();
    }
}
