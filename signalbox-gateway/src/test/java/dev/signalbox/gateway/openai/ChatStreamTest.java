package dev.signalbox.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.gateway.openai.ChatWriter.Naming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatStreamTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Naming NAMING = new Naming("req_1", Instant.ofEpochSecond(1_767_268_800), "ours");
    private static final Answer ANSWER = new Answer(
            List.of(new Answer.Choice(0, "Hi", List.of(new ToolCall("call_9", "f", "{}")), Finish.TOOLS)),
            Usage.of(10, 3),
            Optional.empty());

    private static UsageReporting usage(String line) {
        return switch (line) {
            case "usage: true" -> UsageReporting.AT_THE_END;
            case "usage: each" -> UsageReporting.IN_EVERY_CHUNK;
            default -> UsageReporting.NOWHERE;
        };
    }

    /// Each file has what a provider sent (`>`) and what the client gets (`<`), one event a line.
    @TestFactory
    Stream<DynamicTest> aClientGetsWhatTheGoldenFileSays() throws Exception {
        var folder = Path.of(Objects.requireNonNull(ChatStreamTest.class.getResource("/streams"))
                .toURI());
        var files = Files.list(folder).sorted().toList();
        assertThat(files).hasSizeGreaterThan(9);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var lines = Files.readAllLines(file);
                    var stream = new ChatStream(NAMING, usage(lines.getFirst()));
                    var got = new StringBuilder();
                    for (var line : lines) {
                        if (line.startsWith("> "))
                            got.append(new String(
                                    stream.event(chunk(line.substring(2).replace("\\n", "\n"))), UTF_8));
                    }
                    got.append(new String(stream.ending(ANSWER, "0.0012"), UTF_8));
                    var wanted = new StringBuilder();
                    for (var line : lines) {
                        if (line.startsWith("< "))
                            wanted.append(line.substring(2)).append("\n\n");
                    }
                    assertThat(withoutCost(got.toString())).isEqualTo(wanted.toString());
                }));
    }

    private static String withoutCost(String stream) {
        return stream.replace(": x-signalbox-cost-usd 0.0012\n\n", "")
                .replace(",\"signalbox\":{\"cost_usd\":0.0012}", "");
    }

    @Test
    void aStreamTellsItsCost() {
        var asked = new String(new ChatStream(NAMING, UsageReporting.AT_THE_END).ending(ANSWER, "0.0012"), UTF_8);
        assertThat(asked)
                .contains("\"signalbox\":{\"cost_usd\":0.0012}")
                .endsWith(": x-signalbox-cost-usd 0.0012\n\ndata: [DONE]\n\n");
        var unasked = new String(new ChatStream(NAMING, UsageReporting.NOWHERE).ending(ANSWER, "0.0012"), UTF_8);
        assertThat(unasked).doesNotContain("cost_usd\"").endsWith(": x-signalbox-cost-usd 0.0012\n\ndata: [DONE]\n\n");
    }

    @Test
    void aChunkThatConformsGoesOnByteByByte() throws IOException {
        for (var name : List.of("conforming-text", "conforming-parallel-tools", "two-choices")) {
            var lines = new String(ChatReaderTest.resource("streams/" + name + ".txt"), UTF_8)
                    .lines()
                    .toList();
            var stream = new ChatStream(NAMING, UsageReporting.NOWHERE);
            for (var line : lines) {
                if (!line.startsWith("> ") || line.contains("\"choices\":[]")) continue;
                assertThat(new String(stream.event(chunk(line.substring(2))), UTF_8))
                        .isEqualTo("data: " + line.substring(2) + "\n\n");
            }
        }
    }

    @Test
    void aChunkOfAnotherDialectIsRendered() {
        var stream = new ChatStream(NAMING, UsageReporting.NOWHERE);
        stream.opening("small");

        assertThat(new String(stream.event(Chunk.text("Hi")), UTF_8)).isEqualTo("""
                        data: {"choices":[{"index":0,"delta":{"content":"Hi","role":"assistant"},"finish_reason":null}],\
                        "id":"chatcmpl-req_1","object":"chat.completion.chunk","created":1767268800,"model":"small"}

                        """);
        assertThat(new String(stream.event(Chunk.finish(Finish.LENGTH)), UTF_8))
                .contains("\"finish_reason\":\"length\"");
    }

    /// One thing that a provider may send, good or bad.
    private static Chunk chunk(String body) {
        return new Chunk(List.of(), Optional.empty(), Optional.of(new Body(Body.OPENAI_CHAT, Json.of(body))));
    }

    @Property(tries = 3000)
    void whateverAProviderSendsTheClientGetsAStreamInOrder(
            @ForAll("scripts") List<Chunk> script, @ForAll boolean usageWanted) {
        var stream = new ChatStream(NAMING, usageWanted ? UsageReporting.AT_THE_END : UsageReporting.NOWHERE);
        var text = new StringBuilder();
        for (var chunk : script) text.append(new String(stream.event(chunk), UTF_8));
        text.append(new String(stream.ending(ANSWER, "0.0012"), UTF_8));

        assertInOrder(withoutCost(text.toString()), usageWanted);
    }

    private static void assertInOrder(String text, boolean usageWanted) {
        assertThat(text).endsWith("\n\n");
        var events = List.of(text.substring(0, text.length() - 2).split("\n\n", -1));
        assertThat(events)
                .allSatisfy(event -> assertThat(event).startsWith("data: ").doesNotContain("\n"));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        var chunks = new ArrayList<JsonNode>();
        for (var event : events.subList(0, events.size() - 1)) chunks.add(JSON.readTree(event.substring(6)));
        for (var name : List.of("id", "object", "created", "model")) {
            assertThat(chunks.stream().map(chunk -> chunk.get(name)).distinct())
                    .hasSize(1)
                    .doesNotContainNull();
        }
        if (usageWanted) {
            var last = chunks.removeLast();
            assertThat(last.get("choices").isEmpty()).isTrue();
            assertThat(last.get("usage").isObject()).isTrue();
        }
        var seen = new HashMap<Integer, Seen>();
        for (var chunk : chunks) {
            assertThat(chunk.get("choices").size()).isPositive();
            assertThat(chunk.path("usage").isObject()).isFalse();
            for (var choice : chunk.get("choices")) {
                seen.computeIfAbsent(choice.get("index").intValue(), _ -> new Seen())
                        .hear(choice);
            }
        }
        assertThat(seen).containsKey(0);
        assertThat(seen.values()).allSatisfy(each -> assertThat(each.finished).isTrue());
    }

    private static final class Seen {
        private final List<Integer> tools = new ArrayList<>();
        private boolean opened;
        private boolean finished;

        void hear(JsonNode choice) {
            assertThat(finished).isFalse();
            var delta = choice.get("delta");
            assertThat(delta.has("role")).isEqualTo(!opened);
            opened = true;
            for (var call : delta.path("tool_calls")) {
                var first = !tools.contains(call.get("index").intValue());
                if (first) tools.add(call.get("index").intValue());
                assertThat(call.has("id")).isEqualTo(first);
                assertThat(call.has("type")).isEqualTo(first);
                assertThat(call.get("function").get("arguments").isString()).isTrue();
                if (!first) assertThat(call.get("function").has("name")).isFalse();
            }
            assertThat(choice.has("finish_reason")).isTrue();
            if (!choice.get("finish_reason").isNull()) {
                assertThat(choice.get("finish_reason").stringValue()).isNotEmpty();
                finished = true;
            }
        }
    }

    @Provide
    Arbitrary<List<Chunk>> scripts() {
        var heads = Arbitraries.of(
                "\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",",
                "\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",",
                "\"id\":\"c2\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",",
                "\"id\":\"\",\"model\":\"m\",",
                "\"created\":99999999999999999999,",
                "");
        var tools = Arbitraries.of(
                        "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\"x\"}}",
                        "{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}",
                        "{\"id\":\"\",\"function\":{\"arguments\":\"y\"}}",
                        "{\"index\":-1,\"function\":{}}",
                        "{\"function\":null}",
                        "7")
                .list()
                .ofMaxSize(3)
                .map(calls -> "\"tool_calls\":[" + String.join(",", calls) + "]");
        var deltas = Arbitraries.oneOf(
                        Arbitraries.of(
                                "\"content\":\"x\"",
                                "\"content\":\"more\"",
                                "\"content\":\"a\\\"\\n\"",
                                "\"content\":null",
                                "\"x\":1",
                                "\"role\":\"assistant\""),
                        tools)
                .list()
                .uniqueElements(part -> part.substring(0, 4))
                .ofMaxSize(3)
                .map(parts -> "\"delta\":{" + String.join(",", parts) + "}");
        var choices = Combinators.combine(
                        Arbitraries.of("\"index\":0", "\"index\":0", "\"index\":1", "\"index\":\"0\"", "\"x\":0"),
                        Arbitraries.oneOf(deltas, deltas, Arbitraries.of("\"delta\":null", "\"y\":0")),
                        Arbitraries.of(
                                ",\"finish_reason\":null",
                                ",\"finish_reason\":null",
                                ",\"finish_reason\":\"stop\"",
                                ",\"finish_reason\":\"\"",
                                ""))
                .as((index, delta, finish) -> "{" + index + "," + delta + finish + "}")
                .list()
                .ofMaxSize(2)
                .map(each -> "\"choices\":[" + String.join(",", each) + "]");
        var bodies = Combinators.combine(
                        heads,
                        Arbitraries.oneOf(
                                choices,
                                choices,
                                choices,
                                Arbitraries.of("\"choices\":null", "\"z\":1", "\"choices\":[3]")),
                        Arbitraries.of("", "", ",\"usage\":null", ",\"usage\":{\"total_tokens\":1}", ",\n\"x\":1"))
                .as((head, each, usage) -> chunk("{" + head + each + usage + "}"));
        var others = Arbitraries.of(
                chunk("not json"),
                chunk("[]"),
                chunk("{\"error\":{\"message\":\"x\"}}"),
                chunk("{} {}"),
                Chunk.text("typed"),
                Chunk.finish(Finish.DONE),
                new Chunk(List.of(), Optional.of(Usage.of(1, 2)), Optional.empty()));
        return Arbitraries.frequencyOf(Tuple.of(6, bodies), Tuple.of(1, others))
                .list()
                .ofMaxSize(8);
    }
}
