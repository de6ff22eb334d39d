package dev.signalbox.verify.orchestration;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.app.SystemContext;
import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.app.assembly.SignalboxServer;
import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.Environment;
import dev.signalbox.app.settings.SettingsException;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.journal.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The repair ladder for structured output, measured: a cheap model that gets every second answer wrong, the mends, the
/// same model once more with the reasons, a stronger one, and in the end the best so far.
public final class Ladder implements AutoCloseable {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(UnreliableUpstream.SCHEMA);
    private static final double CHEAP_FLAWED = 0.5;
    private static final double STRONG_FLAWED = 0.01;

    private final UnreliableUpstream upstream;
    private final SignalboxServer box;
    private final HttpClient http = HttpClient.newHttpClient();

    /// What clients got.
    ///
    /// @param valid how many answers were JSON of the schema, and nothing else
    /// @param silent how many were not, and did not say so
    /// @param calls how many calls there were
    record Tried(int cases, int valid, int silent, long calls, double costUsd) {
        String row(String title) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.2f %% | %d | %.2f | %.4f |",
                    title,
                    100.0 * valid / cases,
                    silent,
                    (double) calls / cases,
                    1000 * costUsd / cases);
        }
    }

    Ladder(long seed, Path folder) throws IOException, SettingsException {
        upstream = new UnreliableUpstream(seed, Map.of("cheap", CHEAP_FLAWED, "strong", STRONG_FLAWED));
        var random = new SplittableRandom(seed);
        var surroundings = new SystemContext(
                new Environment(_ -> Optional.empty()),
                SystemContext.ofMachine().clock(),
                () -> {
                    synchronized (random) {
                        return random.nextLong();
                    }
                });
        var reader = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment());
        box = SignalboxServer.start(reader.read("ladder.yaml", yaml(), folder), surroundings);
    }

    private String yaml() {
        return """
                server: {port: 0}
                encoder: {kind: none}
                journal: {path: ladder.db}
                providers:
                  host: {url: "%s"}
                models:
                  cheap: {provider: host, price: {input: 0.1, output: 0.4}}
                  strong: {provider: host, price: {input: 1.0, output: 4.0}}
                routes:
                  ladder:
                    models: [cheap, strong]
                    checks: [empty, truncated, json, schema]
                    constraints: [context]
                    strategies:
                      ladder:
                        cascade:
                          - {call: cheap, accept: checks_failed == 0, carry: text_and_reasons}
                          - {call: cheap, accept: checks_failed == 0, carry: text_and_reasons}
                          - {call: strong, accept: checks_failed == 0}
                        exhausted: best_so_far
                """.formatted(upstream.url());
    }

    Tried ask(String model, int cases) throws IOException, InterruptedException {
        int valid = 0;
        int silent = 0;
        long calls = 0;
        double costUsd = 0;
        for (int i = 0; i < cases; i++) {
            var reply = send(model, i);
            if (reply.statusCode() != 200) throw new IOException(reply.body());
            var text = STRICT.readTree(reply.body())
                    .at("/choices/0/message/content")
                    .asString();
            boolean told = reply.headers().firstValue("x-signalbox-accepted").equals(Optional.of("false"));
            if (isValid(text)) valid++;
            else if (!told) silent++;
            costUsd += Double.parseDouble(
                    reply.headers().firstValue("x-signalbox-cost-usd").orElseThrow());
            calls += box
                    .journal()
                    .events(reply.headers().firstValue("x-signalbox-request").orElseThrow())
                    .stream()
                    .filter(Event.Called.class::isInstance)
                    .count();
        }
        return new Tried(cases, valid, silent, calls, costUsd);
    }

    private HttpResponse<String> send(String model, int number) throws IOException, InterruptedException {
        var body = STRICT.createObjectNode().put("model", model);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", "Case %d: give me a person.".formatted(number));
        var format =
                body.putObject("response_format").put("type", "json_schema").putObject("json_schema");
        format.put("name", "person").put("strict", true).set("schema", STRICT.readTree(UnreliableUpstream.SCHEMA));
        return http.send(
                HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    private static boolean isValid(String text) {
        try {
            STRICT.readTree(text);
        } catch (JacksonException notJson) {
            return false;
        }
        return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    }

    @Override
    public void close() {
        http.close();
        box.close();
        upstream.close();
    }

    /// Arguments: how many cases, and the seed.
    public static void main(String[] arguments) throws IOException, InterruptedException, SettingsException {
        int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        System.out.println(
                "| way | valid | wrong and not told | calls a request | USD for 1,000 |\n|---|---|---|---|---|");
        for (var way : List.of("cheap", "strong", "auto/ladder")) {
            try (var ladder = new Ladder(seed, Files.createTempDirectory("ladder"))) {
                System.out.println(ladder.ask(way, cases).row(way));
            }
        }
    }
}
