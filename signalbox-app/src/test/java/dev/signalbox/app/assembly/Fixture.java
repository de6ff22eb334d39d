package dev.signalbox.app.assembly;

import dev.signalbox.app.SystemContext;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Environment;
import dev.signalbox.app.settings.Settings;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.gateway.replay.Fault;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.Recordings.Recording;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import dev.signalbox.gateway.replay.ReplayUpstream;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// An upstream with three models, of which `faulty` always fails, and boxes in front of it.
public final class Fixture implements AutoCloseable {
    public static final String PROMPT = "What is the capital of France?";

    private final Vertx vertx = Vertx.vertx();
    private final ReplayUpstream upstream = ReplayUpstream.start(
            vertx,
            new Recordings(List.of(
                    new Recording("p", PROMPT, Map.of("small", "Paris.", "large", "It is Paris.", "faulty", "No.")))),
            new ReplayOptions(
                    "127.0.0.1",
                    0,
                    Duration.ZERO,
                    java.util.OptionalDouble.empty(),
                    Optional.of("I was not recorded."),
                    Map.of("faulty", new FaultShare(1, new Fault.Status(503))),
                    1),
            Instant.EPOCH);
    private final HttpClient http = HttpClient.newHttpClient();

    public static SystemContext surroundings(Map<String, String> variables) {
        var random = new SplittableRandom(5);
        return new SystemContext(
                new Environment(name -> Optional.ofNullable(variables.get(name))), InstantSource.system(), () -> {
                    synchronized (random) {
                        return random.nextLong();
                    }
                });
    }

    public String upstreamUrl() {
        return "http://127.0.0.1:" + upstream.port() + "/v1";
    }

    /// Settings without an encoder, for speed.
    public String yaml(String routes) {
        return """
                server: {port: 0}
                encoder: {kind: none}
                providers:
                  replay: {url: "%s"}
                models:
                  small: {provider: replay, price: {input: 0.1, output: 0.2}, can: [], prior: {quality: 0.6}}
                  large: {provider: replay, price: {input: 1, output: 2}, can: [tools], prior: {quality: 0.9}}
                  faulty: {provider: replay, price: {input: 0.01, output: 0.01}, prior: {quality: 0.6}}
                routes:
                %s
                """.formatted(upstreamUrl(), routes.indent(2).stripTrailing());
    }

    static Settings settings(String yaml, Path folder) throws SettingsException {
        return new SettingsReader(
                        BuiltIns.vocabulary(),
                        Catalogue.builtIn(),
                        surroundings(Map.of("CLIENT_KEY", "sk-client")).environment())
                .read("signalbox.yaml", yaml, folder);
    }

    SignalboxServer box(String yaml, Path folder) throws SettingsException, IOException {
        return SignalboxServer.start(settings(yaml, folder), surroundings(Map.of()));
    }

    /// @param more further fields of the request, each with a comma before it
    HttpResponse<String> ask(SignalboxServer box, String model, String more) throws IOException, InterruptedException {
        return ask(box, model, more, "Bearer none");
    }

    HttpResponse<String> ask(SignalboxServer box, String model, String more, String authorization)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                        .header("authorization", authorization)
                        .POST(BodyPublishers.ofString(
                                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                                        .formatted(model, PROMPT, more)))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
        upstream.close();
        vertx.close().await();
    }
}
