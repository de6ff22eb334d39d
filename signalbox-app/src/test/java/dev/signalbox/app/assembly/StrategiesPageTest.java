package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.app.settings.Catalogue;
import dev.signalbox.app.settings.SettingsReader;
import dev.signalbox.gateway.replay.Recordings;
import dev.signalbox.gateway.replay.Recordings.Recording;
import dev.signalbox.gateway.replay.ReplayOptions;
import dev.signalbox.gateway.replay.ReplayUpstream;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example of docs/strategies.md starts, and each of its routes answers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrategiesPageTest {
    private static final Path PAGE = Path.of("../docs/strategies.md");
    private static final Pattern BLOCK = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String QUESTION = "What is 12 times 12?";

    private final Vertx vertx = Vertx.vertx();
    private final ReplayUpstream upstream = ReplayUpstream.start(
            vertx,
            new Recordings(List.of(new Recording(
                    "q",
                    QUESTION,
                    Map.of("small", "It is 144.", "other", "144", "third", "The answer is 144.", "large", "144.")))),
            // Whoever is asked to verify, to judge or to plan is asked something that was not recorded.
            new ReplayOptions("127.0.0.1", 0, Duration.ZERO, OptionalDouble.empty(), Optional.of("yes"), Map.of(), 1),
            Instant.EPOCH);
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterAll
    void close() {
        http.close();
        upstream.close();
        vertx.close().await();
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        for (var found = BLOCK.matcher(Files.readString(PAGE)); found.find(); ) blocks.add(found.group(1));
        return blocks;
    }

    private static boolean isThereBubblewrap() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "bwrap")));
    }

    static List<Integer> examples() throws IOException {
        return IntStream.range(1, blocks().size()).boxed().toList();
    }

    /// The first block, and what another adds to it.
    private static String whole(int example) throws IOException {
        var parts = new LinkedHashMap<String, StringBuilder>();
        for (var block : List.of(blocks().getFirst(), blocks().get(example))) {
            var part = new StringBuilder();
            for (var line : block.lines().toList()) {
                if (line.startsWith(" ")) part.append(line).append('\n');
                else part = parts.computeIfAbsent(line, _ -> new StringBuilder());
            }
        }
        var yaml = new StringBuilder(
                "server: {port: 0}\nencoder: {kind: none}\njournal: {path: %d.db}\n".formatted(example));
        parts.forEach((key, lines) -> yaml.append(key).append('\n').append(lines));
        return yaml.toString();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleStartsAndAnswers(int example) throws Exception {
        assumeTrue(!whole(example).contains("visible_test") || isThereBubblewrap(), "there is no bwrap");
        var surroundings =
                Fixture.surroundings(Map.of("UPSTREAM_URL", "http://127.0.0.1:%d/v1".formatted(upstream.port())));
        var settings = new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), surroundings.environment())
                .read("strategies.md, example %d".formatted(example), whole(example), folder);
        assertThat(settings.routes()).isNotEmpty();
        try (var box = SignalboxServer.start(settings, surroundings)) {
            for (var route : settings.routes().keySet()) {
                var reply = http.send(
                        HttpRequest.newBuilder(URI.create(box.url() + "/v1/chat/completions"))
                                .POST(BodyPublishers.ofString(
                                        "{\"model\":\"auto/%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                                .formatted(route, QUESTION)))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
                assertThat(reply.body()).containsAnyOf("144", "yes");
            }
        }
    }
}
