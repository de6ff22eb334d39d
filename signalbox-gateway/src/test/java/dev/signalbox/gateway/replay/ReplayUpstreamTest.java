package dev.signalbox.gateway.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.gateway.replay.ReplayOptions.FaultShare;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReplayUpstreamTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUESTION = "what is a signal  BOX?\\n";
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        http.close();
        vertx.close().await();
    }

    private ReplayUpstream upstream(ReplayOptions options) throws Exception {
        var file = Path.of(Objects.requireNonNull(ReplayUpstreamTest.class.getResource("/answers.jsonl"))
                .toURI());
        return ReplayUpstream.start(vertx, Recordings.read(file), options, Instant.ofEpochSecond(7));
    }

    private static ReplayOptions options(
            Duration delay, OptionalDouble rate, Optional<String> unknown, Map<String, FaultShare> faults) {
        return new ReplayOptions("127.0.0.1", 0, delay, rate, unknown, faults, 1);
    }

    private HttpResponse<String> ask(ReplayUpstream upstream, String model, String text, String more, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                                .formatted(model, text, more)));
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void saysWhatTheModelOnceSaid() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            var answer = JSON.readTree(ask(upstream, "large", QUESTION, "").body());

            assertThat(answer.at("/choices/0/message/content").asString()).startsWith("A signal box houses");
            assertThat(answer.path("model").asString()).isEqualTo("large");
            assertThat(answer.path("created").intValue()).isEqualTo(7);
            assertThat(answer.path("usage"))
                    .isEqualTo(JSON.readTree(
                            "{\"prompt_tokens\":6,\"completion_tokens\":20,\"total_tokens\":26,\"estimated\":true}"));
            assertThat(JSON.readTree(ask(upstream, "small", QUESTION, "").body())
                            .at("/choices/0/message/content")
                            .asString())
                    .isEqualTo("A box.");
        }
    }

    @Test
    void streamsTheSameAnswerInPieces() throws Exception {
        var paced = options(Duration.ofMillis(5), OptionalDouble.of(500), Optional.empty(), Map.of());
        for (var options : List.of(ReplayOptions.DEFAULT, paced)) {
            try (var upstream = upstream(options)) {
                var body = ask(
                                upstream,
                                "small",
                                "Zähle bis drei!",
                                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")
                        .body();

                var events = List.of(body.split("\n\n"));
                assertThat(events).hasSize(8).last().isEqualTo("data: [DONE]");
                assertThat(text(events)).isEqualTo("eins, zwei, drei 😀");
                assertThat(events.get(6)).contains("\"choices\":[]", "\"usage\":{");
            }
        }
    }

    private static String text(List<String> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event.startsWith("data: {")) {
                text.append(JSON.readTree(event.substring(6))
                        .at("/choices/0/delta/content")
                        .asString(""));
            }
        }
        return text.toString();
    }

    @Test
    void knowsItsModels() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + "/v1/models"))
                    .build();
            var list = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
            assertThat(list.path("data").valueStream().map(model -> model.path("id")
                            .asString()))
                    .containsExactly("large", "small");
        }
    }

    @Test
    void saysWhatItDoesNotKnow() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            var prompt = ask(upstream, "small", "something else", "");
            assertThat(prompt.statusCode()).isEqualTo(400);
            assertThat(prompt.body())
                    .contains("no_recorded_answer", "model `small` is known, but", "to this prompt", "--unknown");
            var pair = ask(upstream, "large", "Zähle bis drei!", "");
            assertThat(pair.statusCode()).isEqualTo(400);
            assertThat(pair.body()).contains("model `large` is known, but", "the prompt `q2`");
            assertThat(ask(upstream, "smal", "something else", "").statusCode()).isEqualTo(404);
            var model = ask(upstream, "smal", QUESTION, "");
            assertThat(model.statusCode()).isEqualTo(404);
            assertThat(model.body()).contains("Did you mean `small`?");
        }
        try (var upstream = upstream(options(Duration.ZERO, OptionalDouble.empty(), Optional.of("Well."), Map.of()))) {
            assertThat(ask(upstream, "any", "something else", "").body()).contains("\"content\":\"Well.\"");
        }
    }

    @Test
    void failsAsItIsAsked() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            assertThat(ask(upstream, "small", QUESTION, "", "x-replay-fault", "status=503")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(ask(upstream, "small", QUESTION, ",\"x_replay_fault\":\"status=429\"")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(ask(upstream, "small", QUESTION, "", "x-replay-fault", "error-event")
                            .statusCode())
                    .isEqualTo(500);
            assertThat(ask(upstream, "small", QUESTION, "", "x-replay-fault", "garbage")
                            .body())
                    .startsWith("<html>");
            assertThat(ask(upstream, "small", QUESTION, "", "x-replay-fault", "slow-first-token=20")
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> ask(upstream, "small", QUESTION, "", "x-replay-fault", "cut"))
                    .isInstanceOf(IOException.class);
            assertThat(ask(upstream, "small", QUESTION, "", "x-replay-fault", "stal")
                            .body())
                    .contains("Did you mean `stall`?");
        }
    }

    @Test
    void failsBelowTheFormatAsItIsAsked() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            for (var more : List.of("", ",\"stream\":true")) {
                assertThatThrownBy(() -> ask(upstream, "small", QUESTION, more, "x-replay-fault", "reset"))
                        .hasRootCauseInstanceOf(SocketException.class)
                        .hasRootCauseMessage("Connection reset");
                assertThat(ask(upstream, "small", QUESTION, more, "x-replay-fault", "html")
                                .body())
                        .startsWith("<!doctype html>");
                var bomb = ask(upstream, "small", QUESTION, more, "x-replay-fault", "gzip-bomb");
                assertThat(bomb.headers().firstValue("content-encoding")).contains("gzip");
                assertThat(bomb.body().length()).isBetween(10_000, 1_000_000);
                var whole = ask(upstream, "small", QUESTION, more).body();
                assertThat(ask(upstream, "small", QUESTION, more, "x-replay-fault", "drip=1")
                                .body())
                        .isEqualTo(whole);
            }
        }
    }

    /// The bill's other side: what was not sent whole is not in it.
    @Test
    void countsWhatItHasAnswered() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            ask(upstream, "large", QUESTION, "");
            ask(upstream, "large", QUESTION, ",\"stream\":true");
            ask(upstream, "large", QUESTION, "", "x-replay-fault", "slow-first-token=1");
            ask(upstream, "large", QUESTION, ",\"stream\":true", "x-replay-fault", "garbage");
            ask(upstream, "large", QUESTION, "", "x-replay-fault", "html");

            assertThat(upstream.tallies())
                    .isEqualTo(Map.of(
                            "large", new Tally(5, 3, 18, 60, Map.of("SlowFirstToken", 1L, "Garbage", 1L, "Html", 1L))));
        }
    }

    @Test
    void aShareOfCallsFailsInSeveralWays() throws Exception {
        var faults = Map.of("small", new FaultShare(1, List.of(Fault.parse("status=500"), Fault.parse("status=429"))));
        try (var upstream = upstream(options(Duration.ZERO, OptionalDouble.empty(), Optional.empty(), faults))) {
            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 20; i++)
                statuses.add(ask(upstream, "small", QUESTION, "").statusCode());
            assertThat(statuses).contains(500, 429).doesNotContain(200);
        }
    }

    @Test
    void twoOnFreePortsDoNotShareOne() throws Exception {
        try (var one = upstream(ReplayOptions.DEFAULT);
                var other = upstream(ReplayOptions.DEFAULT)) {
            assertThat(one.port()).isNotEqualTo(other.port());
        }
    }

    @Test
    void goesInCirclesAndEndsWell() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            var stream = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
            var well = ask(upstream, "large", QUESTION, stream).body();
            var loop = ask(upstream, "large", QUESTION, stream, "x-replay-fault", "loop")
                    .body();
            assertThat(loop.length()).isGreaterThan(5 * well.length());
            assertThat(loop).containsOnlyOnce("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
            assertThat(loop).contains("\"prompt_tokens\"");
        }
    }

    @Test
    void failsInTheMiddleOfAStreamAsItIsAsked() throws Exception {
        try (var upstream = upstream(ReplayOptions.DEFAULT)) {
            var stream = ",\"stream\":true";
            assertThat(ask(upstream, "large", QUESTION, stream, "x-replay-fault", "garbage")
                            .body())
                    .contains("{\"choices\": [{\"delta\": {\"cont\n\n")
                    .endsWith("data: [DONE]\n\n");
            // A decoder puts the replacement character where the bytes are none.
            assertThat(ask(upstream, "large", QUESTION, stream, "x-replay-fault", "bad-utf8")
                            .body())
                    .contains("caf\uFFFD \uFFFD\"")
                    .endsWith("data: [DONE]\n\n");
            assertThat(ask(upstream, "large", QUESTION, "", "x-replay-fault", "bad-utf8")
                            .body())
                    .contains("caf\uFFFD \uFFFD\"");
            assertThatThrownBy(() -> ask(upstream, "large", QUESTION, stream, "x-replay-fault", "cut"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(upstream, "large", QUESTION, stream, "x-replay-fault", "error-event"))
                    .isInstanceOf(IOException.class);
            var stalled = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + upstream.port() + "/v1/chat/completions"))
                    .header("x-replay-fault", "stall")
                    .POST(BodyPublishers.ofString(
                            "{\"model\":\"small\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
                                    + QUESTION + "\"}]}"))
                    .build();
            var said = http.send(stalled, BodyHandlers.ofInputStream()).body();
            var bytes = new byte[4096];
            assertThat(new String(bytes, 0, said.read(bytes), UTF_8)).contains("\"role\":\"assistant\"");
            said.close();
        }
    }

    @Test
    void failsAShareOfAModelsCallsTheSameWayEachTime() throws Exception {
        var faults = Map.of("small", new FaultShare(0.5, Fault.parse("status=500")));
        var runs = new ArrayList<List<Integer>>();
        for (int run = 0; run < 2; run++) {
            try (var upstream = upstream(options(Duration.ZERO, OptionalDouble.empty(), Optional.empty(), faults))) {
                var statuses = new ArrayList<Integer>();
                for (int i = 0; i < 20; i++)
                    statuses.add(ask(upstream, "small", QUESTION, "").statusCode());
                runs.add(statuses);
                assertThat(IntStream.range(0, 5).map(_ -> status(upstream))).containsOnly(200);
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 500);
    }

    private int status(ReplayUpstream upstream) {
        try {
            return ask(upstream, "large", QUESTION, "").statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void anUnreadableLineIsNamed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("answers.jsonl"), "{\"id\":\"a\",\"text\":\"b\",\"answers\":{}}\n{\"id\":\"a\"}\n");

        assertThatThrownBy(() -> Recordings.read(file)).hasMessageContaining("answers.jsonl`, line 2:");
    }

    private ReplayUpstream agents(Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("agents.jsonl"), """
                {"id":"a","text":"Weather in Oslo?","answers":{"small":{"answer":null,"reasoning":"I must look it up.","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\": \\"Oslo\\"}"}},{"function":{"name":"clock","arguments":{}}}]}}}
                {"id":"b","text":"rain","answers":{"small":{"answer":"Take an umbrella."}}}
                {"id":"c","text":"And Rome?","answers":{"small":{"answer":"Let me see.","tool_calls":[{"id":"c3","function":{"name":"weather","arguments":"{}"}}]}}}
                """);
        return ReplayUpstream.start(vertx, Recordings.read(file), ReplayOptions.DEFAULT, Instant.ofEpochSecond(7));
    }

    @Test
    void toolCallsAndReasoningAreReplayedPlainAndStreamed(@TempDir Path folder) throws Exception {
        try (var upstream = agents(folder)) {
            var plain =
                    JSON.readTree(ask(upstream, "small", "Weather in Oslo?", "").body());
            var message = plain.at("/choices/0/message");
            assertThat(message.path("content").isNull()).isTrue();
            assertThat(message.path("reasoning_content").asString()).isEqualTo("I must look it up.");
            assertThat(message.at("/tool_calls/0/id").asString()).isEqualTo("c1");
            assertThat(message.at("/tool_calls/0/function/arguments").asString())
                    .isEqualTo("{\"city\": \"Oslo\"}");
            assertThat(message.at("/tool_calls/1/id").asString()).isEqualTo("call_1");
            assertThat(message.at("/tool_calls/1/function/arguments").asString())
                    .isEqualTo("{}");
            assertThat(plain.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
            assertThat(plain.at("/usage/completion_tokens_details/reasoning_tokens")
                            .intValue())
                    .isEqualTo(5);

            var arguments = new StringBuilder();
            var reasoning = new StringBuilder();
            var events = ask(upstream, "small", "Weather in Oslo?", ",\"stream\":true")
                    .body();
            for (var event : List.of(events.split("\n\n"))) {
                if (!event.startsWith("data: {")) continue;
                var delta = JSON.readTree(event.substring(6)).at("/choices/0/delta");
                reasoning.append(delta.path("reasoning_content").asString(""));
                if (delta.at("/tool_calls/0/index").intValue(-1) == 0)
                    arguments.append(
                            delta.at("/tool_calls/0/function/arguments").asString(""));
            }
            assertThat(arguments).hasToString("{\"city\": \"Oslo\"}");
            assertThat(reasoning).hasToString("I must look it up.");
            assertThat(events).contains("\"name\":\"clock\"").containsOnlyOnce("\"finish_reason\":\"tool_calls\"");
        }
    }

    private String afterTool(ReplayUpstream upstream, String question, String result)
            throws IOException, InterruptedException {
        var body = """
                {"model":"small","messages":[{"role":"user","content":"%s"},
                {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c1","content":"%s"}]}""".formatted(question, result);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void anAgentDoesNotCallTheSameToolForEver(@TempDir Path folder) throws Exception {
        try (var upstream = agents(folder)) {
            assertThat(ask(upstream, "small", "And Rome?", "").body()).contains("\"tool_calls\"", "Let me see.");
            assertThat(afterTool(upstream, "Weather in Oslo?", "rain")).contains("Take an umbrella.");
            assertThat(afterTool(upstream, "And Rome?", "sun"))
                    .contains("Let me see.", "\"finish_reason\":\"stop\"")
                    .doesNotContain("tool_calls");
            assertThat(afterTool(upstream, "Weather in Oslo?", "sun"))
                    .contains("no_recorded_answer", "to this tool result");
        }
    }

    @Test
    void toolCallsOfAnotherFormAreRefusedWithTheirLine(@TempDir Path folder) throws IOException {
        for (var calls : List.of("{}", "\"weather\"", "[{\"function\": {}}]", "[{\"name\": \"weather\"}]")) {
            var file = Files.writeString(
                    folder.resolve("answers.jsonl"),
                    "{\"id\":\"a\",\"text\":\"b\",\"answers\":{\"small\":{\"answer\":\"c\",\"tool_calls\":%s}}}\n"
                            .formatted(calls));
            assertThatThrownBy(() -> Recordings.read(file)).as(calls).hasMessageContaining("answers.jsonl`, line 1:");
        }
    }

    @Property
    void thePiecesAreTheText(@ForAll String text) {
        assertThat(String.join("", Recorded.pieces(text))).isEqualTo(text);
        assertThat(Recorded.pieces(text)).allSatisfy(piece -> assertThat(piece).isNotEmpty());
    }
}
