package dev.signalbox.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Request.Options;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.model.Model;
import dev.signalbox.model.Model.Manner;
import dev.signalbox.model.Price;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ChatBodyTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// A request as the gateway makes it: each field is a slice of the body.
    static Request request(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var fields = new LinkedHashMap<String, Json>();
        var tree = MAPPER.readTree(bytes);
        for (var name : tree.propertyNames()) {
            if (name.equals("messages")) continue;
            var value = tree.get(name).toString().getBytes(StandardCharsets.UTF_8);
            int key = body.indexOf("\"" + name + "\":");
            int at = body.substring(0, key).getBytes(StandardCharsets.UTF_8).length
                    + name.getBytes(StandardCharsets.UTF_8).length
                    + 3;
            fields.put(name, Json.slice(bytes, at, value.length));
        }
        var messages = new ArrayList<Message>();
        for (var message : tree.path("messages")) {
            messages.add(new Message(
                    Role.USER,
                    List.of(new Part.Text(message.path("content").asString(""))),
                    List.of(),
                    Optional.empty(),
                    Optional.of(Json.of(message.toString()))));
        }
        boolean streaming = tree.path("stream").asBoolean(false);
        boolean usage = tree.path("stream_options").path("include_usage").asBoolean(false);
        return new Request(
                "r1",
                Optional.empty(),
                "default",
                tree.path("model").asString("auto"),
                messages,
                List.of(),
                new Options(OptionalInt.empty(), 1, streaming, usage, Format.TEXT),
                Request.Wishes.NONE,
                fields,
                Optional.of(new Body(Body.OPENAI_CHAT, Json.of(bytes))),
                Map.of(),
                Instant.MAX);
    }

    private static String sent(Request request) {
        return sent(request, Manner.PLAIN);
    }

    private static String sent(Request request, Manner manner) {
        return sent(request, manner, Prefill.NATIVE);
    }

    private static String sent(Request request, Manner manner, Prefill prefill) {
        return sent(request, manner, prefill, RequestFormat.DEFAULT);
    }

    private static String sent(Request request, Manner manner, Prefill prefill, RequestFormat format) {
        var model = new Model(
                "m",
                "up",
                "up\"stream",
                Price.of(1, 2),
                OptionalInt.empty(),
                Set.of(),
                Optional.empty(),
                Model.Prior.UNKNOWN,
                manner);
        var how = new ChatBody.Manner(prefill, format, request.options().streaming());
        return new String(ChatBody.of(request, model, how).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void theModelsEffortIsSentUnlessTheClientHasItsOwn() {
        var hard = new Manner(Optional.of("high"), Optional.empty(), false);

        assertThat(sent(request("{\"model\":\"a\",\"messages\":[{\"content\":\"\"}]}"), hard))
                .isEqualTo("{\"reasoning_effort\":\"high\",\"model\":\"up\\\"stream\","
                        + "\"messages\":[{\"content\":\"\"}]}");
        assertThat(sent(
                        request("{\"model\":\"a\",\"reasoning_effort\":\"low\",\"messages\":[{\"content\":\"\"}]}"),
                        hard))
                .isEqualTo("{\"model\":\"up\\\"stream\",\"reasoning_effort\":\"low\","
                        + "\"messages\":[{\"content\":\"\"}]}");
    }

    @Test
    void logProbabilitiesAreAskedForWhereAPlanWantsToKnowHowSureTheModelIs() {
        assertThat(sent(request("{\"model\":\"a\",\"stream\":true,\"messages\":[{\"content\":\"\"}]}")
                        .wantingConfidence()))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"logprobs\":true,\"top_logprobs\":5,"
                        + "\"model\":\"up\\\"stream\",\"stream\":true,\"messages\":[{\"content\":\"\"}]}");
        assertThat(sent(request("{\"model\":\"a\",\"logprobs\":false,\"messages\":[{\"content\":\"\"}]}")
                        .wantingConfidence()))
                .isEqualTo("{\"model\":\"up\\\"stream\",\"logprobs\":false,\"messages\":[{\"content\":\"\"}]}");
    }

    @Test
    void aPlansOwnQuestionHasNothingOfTheClients() {
        var asked = request("{\"model\":\"a\",\"stream\":true,\"max_tokens\":5,\"messages\":[{\"content\":\"\"}]}")
                .aside(List.of(Message.of(Role.USER, "Which?")), OptionalDouble.of(0));

        assertThat(sent(asked))
                .isEqualTo("{\"model\":\"up\\\"stream\",\"temperature\":0.0,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Which?\"}]}");
    }

    @Test
    void onlyTheModelsNameChanges() {
        assertThat(sent(request("{\"x\":1.0,\"model\":\"auto\",\"messages\":[{\"content\":\"é\"}],\"y\":{\"z\":[]}}")))
                .isEqualTo(
                        "{\"x\":1.0,\"model\":\"up\\\"stream\",\"messages\":[{\"content\":\"é\"}],\"y\":{\"z\":[]}}");
    }

    @Test
    void aStreamIsAskedForItsUsage() {
        assertThat(sent(request("{\"model\":\"a\",\"stream\":true,\"messages\":[{\"content\":\"\"}]}")))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"up\\\"stream\",\"stream\":true,"
                        + "\"messages\":[{\"content\":\"\"}]}");
    }

    @Test
    void aStreamsOtherOptionsAreKept() {
        assertThat(sent(request("{\"stream_options\":{\"include_usage\":false,\"other\":1},\"model\":\"a\","
                        + "\"stream\":true,\"messages\":[{\"content\":\"\"}]}")))
                .startsWith("{\"stream_options\":{\"other\":1,\"include_usage\":true},\"model\":\"up");
    }

    @Test
    void ourOwnFieldIsTakenOutAndNothingElseMoves() {
        var rest = "\"model\":\"a\",\"messages\":[{\"content\":\"\"}]";
        var sent = "\"model\":\"up\\\"stream\",\"messages\":[{\"content\":\"\"}]";
        assertThat(sent(request("{\"signalbox\":{\"q\":1} ," + rest + "}"))).isEqualTo("{" + sent + "}");
        assertThat(sent(request("{\"x\":2,\"signalbox\":[1,\"]\"]," + rest + "}")))
                .isEqualTo("{\"x\":2," + sent + "}");
        assertThat(sent(request("{" + rest + " ,\n \"signalbox\":null }"))).isEqualTo("{" + sent + "  }");
    }

    @Test
    void ourOwnFieldIsFoundHoweverItsNameIsWritten() {
        var body = "{\"\\u0073ignalbox\" : true ,\"model\":\"a\",\"messages\":[{\"content\":\"\"}]}";
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var plain = request(body.replace("\\u0073", "s").replace("\" : true", "\":true"));
        var fields = new LinkedHashMap<String, Json>();
        fields.put("signalbox", Json.slice(bytes, body.indexOf("true"), 4));
        fields.put("model", Json.slice(bytes, body.indexOf("\"a\""), 3));
        var request = new Request(
                "r",
                Optional.empty(),
                "default",
                "a",
                plain.messages(),
                List.of(),
                Options.DEFAULT,
                Request.Wishes.NONE,
                fields,
                Optional.of(new Body(Body.OPENAI_CHAT, Json.of(bytes))),
                Map.of(),
                Instant.MAX);
        assertThat(sent(request)).isEqualTo("{\"model\":\"up\\\"stream\",\"messages\":[{\"content\":\"\"}]}");
    }

    /// As from another dialect: its fields mean nothing here, but what is known of it is said.
    @Test
    void aRequestInAnotherFormatIsWrittenFromWhatIsKnown() {
        var request = new Request(
                "r",
                Optional.empty(),
                "default",
                "a",
                List.of(
                        Message.of(Role.USER, "hi"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(),
                                List.of(new ToolCall("c1", "f", "{}")),
                                Optional.empty(),
                                Optional.empty()),
                        new Message(
                                Role.TOOL,
                                List.of(new Part.Text("42")),
                                List.of(),
                                Optional.of("c1"),
                                Optional.empty()),
                        new Message(
                                Role.USER,
                                List.of(
                                        new Part.Text("see"),
                                        new Part.Media(Part.Kind.IMAGE, Optional.of("https://x/y.png"))),
                                List.of(),
                                Optional.empty(),
                                Optional.empty())),
                List.of(new Tool("f", Json.of("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"))),
                new Options(OptionalInt.of(5), 2, true, true, Format.JSON),
                Request.Wishes.NONE,
                Map.of("model", Json.of("\"a\""), "foreign", Json.of("1")),
                Optional.of(new Body("another", Json.of("{}"))),
                Map.of(),
                Instant.MAX);
        assertThat(MAPPER.readTree(sent(request))).isEqualTo(MAPPER.readTree("""
                {"model":"up\\"stream","max_tokens":5,"n":2,"response_format":{"type":"json_object"},
                "tools":[{"type":"function","function":{"name":"f"}}],
                "stream":true,"stream_options":{"include_usage":true},"messages":[
                {"role":"user","content":"hi"},
                {"role":"assistant","content":null,"tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","content":"42","tool_call_id":"c1"},
                {"role":"user","content":[{"type":"text","text":"see"},
                    {"type":"image_url","image_url":{"url":"https://x/y.png"}}]}]}"""));
    }

    @Test
    void aMessageThatAPlanMadeIsWritten() {
        var asked = request("{\"model\":\"a\",\"temperature\":0.5,\"messages\":[{\"content\":\"old\"}]}")
                .asking(List.of(Message.of(Role.SYSTEM, "new \"one\"")));
        assertThat(MAPPER.readTree(sent(asked)))
                .isEqualTo(MAPPER.readTree("{\"model\":\"up\\\"stream\",\"temperature\":0.5,"
                        + "\"messages\":[{\"role\":\"system\",\"content\":\"new \\\"one\\\"\"}]}"));
    }

    private static String goingOn(Prefill prefill) {
        var asked = request("{\"model\":\"a\",\"stream\":true,\"add_generation_prompt\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Count.\"}]}");
        var messages = new ArrayList<>(asked.messages());
        messages.add(Message.of(Role.ASSISTANT, "1, 2,"));
        return sent(asked.asking(messages), Manner.PLAIN, prefill);
    }

    /// On the wire, byte for byte.
    @Test
    void aModelGoesOnWithAnAnswerThatWasBegunInItsServersOwnWay() {
        assertThat(goingOn(Prefill.NATIVE)).isEqualTo("""
                {"model":"up\\"stream","add_generation_prompt":true,\
                "stream":true,"stream_options":{"include_usage":true},"messages":[\
                {"role":"user","content":"Count."},{"role":"assistant","content":"1, 2,"}]}""");
        assertThat(goingOn(Prefill.FLAG)).isEqualTo("""
                {"model":"up\\"stream","add_generation_prompt":true,\
                "stream":true,"stream_options":{"include_usage":true},"messages":[\
                {"role":"user","content":"Count."},{"role":"assistant","content":"1, 2,","prefix":true}]}""");
        assertThat(goingOn(Prefill.VLLM)).isEqualTo("""
                {"model":"up\\"stream","continue_final_message":true,"add_generation_prompt":false,\
                "stream":true,"stream_options":{"include_usage":true},"messages":[\
                {"role":"user","content":"Count."},{"role":"assistant","content":"1, 2,"}]}""");
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingWasBegunNothingIsAdded(Prefill prefill) {
        var question = request("{\"model\":\"a\",\"messages\":[{\"content\":\"old\"}]}")
                .asking(List.of(Message.of(Role.ASSISTANT, "Yes?"), Message.of(Role.USER, "Count.")));
        assertThat(sent(question, Manner.PLAIN, prefill)).isEqualTo(sent(question));
        // What a client ends with it has written for whom it asks.
        var own = request("{\"model\":\"a\",\"messages\":[{\"role\":\"assistant\",\"content\":\"1,\"}]}");
        assertThat(sent(own, Manner.PLAIN, prefill)).isEqualTo(sent(own));
    }

    /// Whatever a client sends reaches the upstream, but for what must change.
    @Property
    void nothingElseIsLostOrChanged(@ForAll("bodies") String body) {
        var before = (ObjectNode) MAPPER.readTree(body);
        var after = (ObjectNode) MAPPER.readTree(sent(request(body)));
        assertThat(after.path("model").asString()).isEqualTo("up\"stream");
        if (before.path("stream").asBoolean(false)) {
            assertThat(after.path("stream_options").path("include_usage").asBoolean(false))
                    .isTrue();
            before.remove("stream_options");
            after.remove("stream_options");
        }
        before.remove("signalbox");
        before.put("model", "up\"stream");
        assertThat(after).isEqualTo(before);
    }

    @Provide
    Arbitrary<String> bodies() {
        var extras = Arbitraries.maps(
                        Arbitraries.of("temperature", "n", "x_unknown", "metadata", "tools", "signalbox", "ünïcode"),
                        Arbitraries.of("0.5", "null", "{\"a\":[1,{\"b\":\"]}\"}]}", "[]", "\"text 😀\"", "1234.25"))
                .ofMaxSize(5);
        var streaming = Arbitraries.of("", ",\"stream\":true", ",\"stream\":true,\"stream_options\":{\"other\":2}");
        return extras.flatMap(fields ->
                streaming.flatMap(stream -> Arbitraries.of(true, false).map(first -> {
                    var rest = new StringBuilder();
                    fields.forEach((name, value) -> rest.append(",\"%s\":%s".formatted(name, value)));
                    var model = "\"model\":\"auto\"";
                    var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
                    return first
                            ? "{%s,%s%s%s}".formatted(model, messages, rest, stream)
                            : "{%s%s%s,%s}".formatted(messages, rest, stream, model);
                })));
    }
}
