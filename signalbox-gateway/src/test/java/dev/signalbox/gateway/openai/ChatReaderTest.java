package dev.signalbox.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.Failure.Malformed;
import dev.signalbox.RouterException;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.gateway.openai.ChatReader.Arrival;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class ChatReaderTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant LATER = Instant.parse("2026-01-01T12:10:00Z");
    private static final Arrival ARRIVAL = new Arrival(
            "req_1",
            "acme",
            LATER,
            new Request.Wishes(OptionalDouble.of(0.2), OptionalDouble.empty(), Request.Late.PASS_ON),
            Map.of());

    @Test
    void readsTheWholeOfARequest() throws IOException {
        var bytes = resource("whole-request.json");
        var request = ChatReader.read(bytes, ARRIVAL);

        assertThat(request.id()).isEqualTo("req_1");
        assertThat(request.tenant()).isEqualTo("acme");
        assertThat(request.deadline()).isEqualTo(LATER);
        assertThat(request.model()).isEqualTo("auto/cheap");
        assertThat(request.wishes().quality()).hasValue(0.7);
        assertThat(request.tags()).containsExactly(Map.entry("team", "search"));
        assertThat(request.options())
                .isEqualTo(new Request.Options(OptionalInt.of(9), 2, true, true, Format.JSON_SCHEMA));
        assertThat(request.body()).contains(new Body(Body.OPENAI_CHAT, Json.of(bytes)));
        assertThat(request.tools()).extracting(dev.signalbox.chat.Tool::name).containsExactly("weather", "web_search");
        assertThat(request.messages())
                .extracting(dev.signalbox.chat.Message::role)
                .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
        assertThat(request.messages().get(0).text()).isEqualTo("Be brief. ☂");
        assertThat(request.messages().get(1).parts())
                .containsExactly(
                        new Part.Text("What is this?"),
                        new Part.Media(Part.Kind.IMAGE, Optional.of("data:image/png;base64,iVBORw0KGgo=")),
                        new Part.Media(Part.Kind.AUDIO, Optional.empty()),
                        new Part.Media(Part.Kind.FILE, Optional.of("file-1")),
                        new Part.Other("hologram"));
        assertThat(request.messages().get(2).toolCalls())
                .containsExactly(new ToolCall("call_1", "weather", "{\"city\":\"Bern\"}"));
        assertThat(request.messages().get(3).toolCallId()).contains("call_1");
        assertThat(request.last().text()).isEqualTo("sunny 😀");
    }

    @Test
    void keepsEveryFieldAndMessageAsItWasWritten() throws IOException {
        var bytes = resource("whole-request.json");
        var tree = JSON.readTree(bytes);
        var request = ChatReader.read(bytes, ARRIVAL);

        var names = tree.propertyNames().stream()
                .filter(name -> !name.equals("messages"))
                .toList();
        assertThat(request.fields().keySet()).containsExactlyElementsOf(names);
        assertThat(request.fields())
                .containsEntry("temperature", Json.of("0.50"))
                .containsEntry("x_last", Json.of("-1e-7"));
        request.fields().forEach((name, slice) -> assertThat(JSON.readTree(slice.toString()))
                .isEqualTo(tree.get(name)));
        for (int i = 0; i < request.messages().size(); i++) {
            var source = request.messages().get(i).source().orElseThrow();
            assertThat(source.array()).isSameAs(bytes);
            assertThat(JSON.readTree(source.toString()))
                    .isEqualTo(tree.get("messages").get(i));
        }
        for (int i = 0; i < 2; i++) {
            assertThat(JSON.readTree(request.tools().get(i).definition().toString()))
                    .isEqualTo(tree.get("tools").get(i));
        }
    }

    /// The upstream judges what it means; the router only needs to know a limit where there is one.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "16,16",
                "16.0,16",
                "'\"16\"',16",
                "1e2,100",
                "0,",
                "-1,",
                "2.5,",
                "true,",
                "[1],",
                "{},",
                "99999999999,"
            })
    void takesALimitInAnyFormAndKeepsItAsItCame(String written, @Nullable Integer limit) {
        for (var name : List.of("max_tokens", "max_completion_tokens")) {
            var request = read("{\"" + name + "\":" + written + ",\"model\":\"m\",\"messages\":"
                    + "[{\"role\":\"user\",\"content\":\"x\"}],\"seed\":7}");

            assertThat(request.options().outputTokensMax())
                    .isEqualTo(limit == null ? OptionalInt.empty() : OptionalInt.of(limit));
            assertThat(request.fields()).containsEntry(name, Json.of(written)).containsEntry("seed", Json.of("7"));
        }
    }

    @Test
    void takesNullForAbsentAndTheHeaderForTheQuality() {
        var request = read("""
                {"messages":[{"role":"assistant","content":null,"tool_calls":null}],"n":null,"stream":null,"tools":null,
                "max_tokens":null,"response_format":null,"metadata":null,"stream_options":null,"signalbox":null,"model":"m"}""");

        assertThat(request.options()).isEqualTo(Request.Options.DEFAULT);
        assertThat(request.wishes().quality()).hasValue(0.2);
        assertThat(request.last().parts()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWithABadRequest() throws IOException {
        return new String(resource("bad-requests.jsonl"), UTF_8)
                .lines()
                .map(JSON::readTree)
                .map(bad -> DynamicTest.dynamicTest(bad.path("name").asString(), () -> {
                    var found = malformed(bad.path("body").asString().getBytes(UTF_8));
                    assertThat(found.code()).isEqualTo(bad.path("code").asString());
                    assertThat(found.param().orElse(null))
                            .isEqualTo(bad.path("param").stringValue(null));
                    assertThat(found.message()).contains(bad.path("message").asString());
                }));
    }

    @Test
    void refusesOtherEncodingsAndBrokenUtf8() {
        var good = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ü\"}]}";
        assertThat(malformed(good.getBytes(UTF_16)).message()).contains("UTF-8");
        assertThat(malformed(("\uFEFF" + good).getBytes(UTF_8)).message()).contains("byte order mark");
        var broken = good.getBytes(UTF_8);
        broken[good.indexOf('ü') + 1] = 'x';
        assertThat(malformed(broken).message()).contains("byte " + good.indexOf('ü') + " fits no character");
        // An overlong slash, which a lenient parser would read as one.
        var overlong = good.getBytes(UTF_8);
        overlong[good.indexOf('ü')] = (byte) 0xC0;
        overlong[good.indexOf('ü') + 1] = (byte) 0xAF;
        assertThat(malformed(overlong).code()).isEqualTo("invalid_json");
    }

    @Test
    void neverQuotesThePrompt() {
        var found =
                malformed("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":secret}]}".getBytes(UTF_8));
        assertThat(found.message()).doesNotContain("secret").contains("line 1, column");
    }

    @Property(tries = 300)
    void anyUnknownFieldsGetThroughUnharmed(@ForAll("fields") List<JsonNode> values, @ForAll boolean pretty) {
        var root = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.size(); i++) {
            root.set("x_" + i, values.get(i));
            if (i == values.size() / 2) {
                root.put("model", "m");
                root.putArray("messages")
                        .addObject()
                        .put("role", "user")
                        .set("content", JsonNodeFactory.instance.stringNode("é" + i));
            }
        }
        var text = pretty ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) : root.toString();

        var request = read(text);

        assertThat(request.fields()).hasSize(values.size() + 1);
        for (int i = 0; i < values.size(); i++) {
            var slice = Objects.requireNonNull(request.fields().get("x_" + i)).toString();
            assertThat(slice).isEqualTo(slice.strip());
            assertThat(JSON.readTree(slice))
                    .isEqualTo(JSON.readTree(values.get(i).toString()));
        }
        assertThat(JSON.readTree(request.last().source().orElseThrow().toString()))
                .isEqualTo(root.get("messages").get(0));
    }

    @Provide
    Arbitrary<List<JsonNode>> fields() {
        var nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(nodes::stringNode),
                Arbitraries.integers().map(nodes::numberNode),
                Arbitraries.doubles().between(-1e9, 1e9).map(nodes::numberNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        Arbitrary<JsonNode> nested = Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars.list().ofMaxSize(3).map(list -> nodes.arrayNode().addAll(list)),
                () -> scalars.map(value -> nodes.objectNode().set("\"é\\", value)));
        return nested.list().ofMinSize(1).ofMaxSize(6);
    }

    @Property(tries = 2000)
    void brokenBytesAreMalformedAndNothingElse(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 100_000) Integer> places,
            @ForAll @Size(4) List<Byte> bytes,
            @ForAll boolean cut)
            throws IOException {
        var body = resource("whole-request.json");
        for (int i = 0; i < places.size(); i++) body[places.get(i) % body.length] = bytes.get(i);
        if (cut) body = Arrays.copyOf(body, places.getFirst() % body.length);
        try {
            assertThat(ChatReader.read(body, ARRIVAL).messages()).isNotEmpty();
        } catch (RouterException refused) {
            assertThat(refused.failure()).isInstanceOf(Malformed.class);
        }
    }

    private static Request read(String body) {
        return ChatReader.read(body.getBytes(UTF_8), ARRIVAL);
    }

    private static Malformed malformed(byte[] body) {
        var refused = catchThrowableOfType(RouterException.class, () -> ChatReader.read(body, ARRIVAL));
        return (Malformed) refused.failure();
    }

    static byte[] resource(String name) throws IOException {
        try (var in = ChatReaderTest.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
