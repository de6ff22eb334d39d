package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.DONE;
import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.event;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms of answers that contradict OpenAI's or each other. The whole answer, its chunks and the body that the client
/// sees must tell the same, in OpenAI's form.
class OddAnswersTest {
    private static final ToolCall A = new ToolCall("call_A", "read", "{\"path\":\"a\"}");
    private static final ToolCall B = new ToolCall("call_B", "read", "{\"path\":\"b\"}");
    private static final String A_ARGUMENTS = "\"{\\\"path\\\":\\\"a\\\"}\"";
    private static final String B_ARGUMENTS = "\"{\\\"path\\\":\\\"b\\\"}\"";

    private static Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private SocketServer server;

    @SuppressWarnings("NullAway.Init")
    private OpenAiProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        server.close();
    }

    private void serve(SocketServer.Script script) throws IOException {
        server = new SocketServer(script);
        var options = UpstreamOptions.of("up", URI.create(server.url() + "/v1"));
        provider = new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
    }

    private static String call(String fields, String function) {
        var named = fields.isEmpty() ? "" : fields + ",";
        return "{" + named + "\"function\":{" + function + "}}";
    }

    private static String calls(String... fragments) {
        return event("{\"tool_calls\":[" + String.join(",", fragments) + "]}", "null");
    }

    private static final String END = event("{}", "\"tool_calls\"") + DONE;

    private static String id(String letter) {
        return "\"id\":\"call_" + letter + "\",\"type\":\"function\"";
    }

    private static final String READ = "\"name\":\"read\",";

    static Stream<Arguments> oddToolCalls() {
        var a = READ + "\"arguments\":" + A_ARGUMENTS;
        var b = READ + "\"arguments\":" + B_ARGUMENTS;
        return Stream.of(
                Arguments.of(
                        "in order",
                        calls(call("\"index\":0," + id("A"), a)) + calls(call("\"index\":1," + id("B"), b))),
                Arguments.of("no index", calls(call(id("A"), a)) + calls(call(id("B"), b))),
                Arguments.of("no index, one event", calls(call(id("A"), a), call(id("B"), b))),
                Arguments.of(
                        "one index for both",
                        calls(call("\"index\":0," + id("A"), a)) + calls(call("\"index\":0," + id("B"), b))),
                Arguments.of(
                        "one index, one event",
                        calls(call("\"index\":0," + id("A"), a), call("\"index\":0," + id("B"), b))),
                Arguments.of(
                        "from 1", calls(call("\"index\":1," + id("A"), a)) + calls(call("\"index\":2," + id("B"), b))),
                Arguments.of(
                        "index is a string",
                        calls(call("\"index\":\"0\"," + id("A"), a)) + calls(call("\"index\":\"1\"," + id("B"), b))),
                Arguments.of(
                        "index is null",
                        calls(call("\"index\":null," + id("A"), a)) + calls(call("\"index\":null," + id("B"), b))),
                Arguments.of(
                        "id in each fragment, no index",
                        calls(call(id("A"), READ + "\"arguments\":\"{\\\"path\""))
                                + calls(call(id("A"), "\"arguments\":\"\\\":\\\"a\\\"}\""))
                                + calls(call(id("B"), b))),
                Arguments.of(
                        "id and name in each fragment, with index",
                        calls(call("\"index\":0," + id("A"), READ + "\"arguments\":\"{\\\"path\""))
                                + calls(call("\"index\":0," + id("A"), READ + "\"arguments\":\"\\\":\\\"a\\\"}\""))
                                + calls(call("\"index\":1," + id("B"), b))),
                Arguments.of(
                        "one index, in fragments",
                        calls(call("\"index\":0," + id("A"), READ + "\"arguments\":\"\""))
                                + calls(call("\"index\":0", "\"arguments\":" + A_ARGUMENTS))
                                + calls(call("\"index\":0," + id("B"), READ + "\"arguments\":\"\""))
                                + calls(call("\"index\":0", "\"arguments\":" + B_ARGUMENTS))),
                Arguments.of(
                        "fragments in turn",
                        calls(
                                        call("\"index\":0," + id("A"), READ + "\"arguments\":\"{\\\"path\""),
                                        call("\"index\":1," + id("B"), READ + "\"arguments\":\"{\\\"path\""))
                                + calls(call("\"index\":1", "\"arguments\":\"\\\":\\\"b\\\"}\""))
                                + calls(call("\"index\":0", "\"arguments\":\"\\\":\\\"a\\\"}\""))),
                Arguments.of(
                        "id under a wrong index",
                        calls(call("\"index\":0," + id("A"), READ + "\"arguments\":\"{\\\"path\""))
                                + calls(call("\"index\":7," + id("A"), "\"arguments\":\"\\\":\\\"a\\\"}\""))
                                + calls(call("\"index\":1," + id("B"), b))),
                Arguments.of(
                        "arguments as objects",
                        calls(
                                call("\"index\":0," + id("A"), READ + "\"arguments\":{\"path\":\"a\"}"),
                                call("\"index\":1," + id("B"), READ + "\"arguments\":{\"path\":\"b\"}"))),
                Arguments.of(
                        "arguments null at first",
                        calls(call("\"index\":0," + id("A"), READ + "\"arguments\":null"))
                                + calls(call("\"index\":0", "\"arguments\":" + A_ARGUMENTS))
                                + calls(call("\"index\":1," + id("B"), b))),
                Arguments.of(
                        "all once more at the end",
                        calls(call("\"index\":0," + id("A"), a))
                                + calls(call("\"index\":1," + id("B"), b))
                                + calls(call("\"index\":0," + id("A"), a), call("\"index\":1," + id("B"), b))),
                Arguments.of(
                        "a whole message at the end",
                        calls(call("\"index\":0," + id("A"), a)) + calls(call("\"index\":1," + id("B"), b))
                                + "data: {\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                                + call(id("A"), a) + "," + call(id("B"), b) + "]},\"finish_reason\":null}]}\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddToolCalls")
    void toolCallsAreToldApart(String what, String events) throws Exception {
        serve(client -> client.stream(events + END, true));
        var chunks = new ArrayList<Chunk>();
        var answer = provider.call(MODEL, streaming(), chunks::add);

        assertThat(answer.choices().getFirst().toolCalls()).as(what).containsExactly(A, B);
        assertThat(joined(chunks)).containsExactly(A, B);
        // The client's SDK puts the bodies together by the same rule.
        var again = new AnswerAssembly(streaming(), Wire.MODEL, new TokenRates());
        for (var chunk : chunks) {
            again.add(AnswerReader.read(chunk.body().orElseThrow().json()).orElseThrow());
        }
        assertThat(again.answer(Optional.empty()).choices().getFirst().toolCalls())
                .containsExactly(A, B);
    }

    /// As the SDKs put them together: by index, id and name as they come first.
    private static List<ToolCall> joined(List<Chunk> chunks) {
        var calls = new TreeMap<Integer, ToolCall>();
        for (var chunk : chunks) {
            for (Delta delta : chunk.deltas()) {
                for (ToolCallDelta part : delta.toolCalls()) {
                    var before = calls.getOrDefault(part.index(), new ToolCall("", "", ""));
                    calls.put(
                            part.index(),
                            new ToolCall(
                                    before.id() + part.id().orElse(""),
                                    before.name() + part.name().orElse(""),
                                    before.arguments() + part.arguments()));
                }
            }
        }
        return List.copyOf(calls.values());
    }

    @Test
    void callsWithoutIdsAreGivenSome() throws Exception {
        var events = calls(call("\"index\":0", READ + "\"arguments\":" + A_ARGUMENTS))
                + calls(call("\"index\":0", READ + "\"arguments\":" + B_ARGUMENTS));
        serve(client -> client.stream(events + END, true));
        var calls = provider.call(MODEL, streaming(), Sink.NONE)
                .choices()
                .getFirst()
                .toolCalls();

        assertThat(calls).extracting(ToolCall::arguments).containsExactly(A.arguments(), B.arguments());
        assertThat(calls).extracting(ToolCall::id).doesNotContain("").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"path\":\"a\"} | {\"path\":\"a\"}", "[1] | [1]", "7 | 7", "null | ''", "\"{}\" | {}"})
    void argumentsOfAWholeAnswerAreAString(String given, String read) throws Exception {
        serve(client -> client.answer(
                200,
                "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"read\",\"arguments\":"
                        + given + "}}]},\"finish_reason\":\"tool_calls\"}]}"));
        var answer = provider.call(MODEL, plain(), Sink.NONE);

        assertThat(answer.choices().getFirst().toolCalls().getFirst().arguments())
                .isEqualTo(read);
        var shown = AnswerReader.read(answer.body().orElseThrow().json()).orElseThrow();
        assertThat(shown.deltas().getFirst().toolCalls().getFirst().arguments()).isEqualTo(read);
        assertThat(shown.oddWhole()).isFalse();
    }

    @Test
    void aLastEventThatRepeatsTheMessageSaysNothingNew() throws Exception {
        var said = event("{\"content\":\"The first half, \"}", "null") + event("{\"content\":\"the second.\"}", "null");
        var whole = "\"The first half, the second.\"";
        for (var last : List.of(
                "data: {\"choices\":[{\"index\":0,\"message\":{\"content\":" + whole
                        + "},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"message\":{\"content\":" + whole
                        + "},\"finish_reason\":\"stop\"}]}\n\n",
                event("{\"content\":" + whole + "}", "\"stop\""))) {
            serve(client -> client.stream(said + last + DONE, true));
            var chunks = new ArrayList<Chunk>();
            var answer = provider.call(MODEL, streaming(), chunks::add);
            assertThat(answer.text()).isEqualTo("The first half, the second.");
            assertThat(chunks.stream().flatMap(chunk -> chunk.deltas().stream()).map(Delta::text))
                    .containsExactly("The first half, ", "the second.", "");
            close();
        }
    }

    @Test
    void aModelMayRepeatAShortWord() throws Exception {
        serve(client -> client.stream(
                event("{\"content\":\"ha\"}", "null") + event("{\"content\":\"ha\"}", "\"stop\"") + DONE, true));
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).text()).isEqualTo("haha");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":49.0,\"completion_tokens\":3.0} | 49 | 3 | 0 | 0 | false",
                "{\"prompt_tokens\":\"49\",\"completion_tokens\":\"3\"} | 49 | 3 | 0 | 0 | false",
                "{\"input_tokens\":49,\"output_tokens\":3} | 49 | 3 | 0 | 0 | false",
                "{\"input_tokens\":9,\"cache_read_input_tokens\":40,\"output_tokens\":3} | 49 | 3 | 40 | 0 | false",
                "{\"prompt_tokens\":49,\"completion_tokens\":3,\"prompt_cache_hit_tokens\":40} | 49 | 3 | 40 | 0 | false",
                "{\"prompt_tokens\":49,\"completion_tokens\":3,\"cached_tokens\":40} | 49 | 3 | 40 | 0 | false",
                "{\"prompt_tokens\":49,\"completion_tokens\":3,\"total_tokens\":146,\"completion_tokens_details\":{\"reasoning_tokens\":94}} | 49 | 97 | 0 | 94 | false",
                "{\"prompt_tokens\":49,\"completion_tokens\":97,\"total_tokens\":146,\"completion_tokens_details\":{\"reasoning_tokens\":94}} | 49 | 97 | 0 | 94 | false",
                "{\"prompt_tokens\":49,\"total_tokens\":52} | 49 | 3 | 0 | 0 | false",
                "null | 9 | 5 | 0 | 0 | true",
                "{} | 9 | 5 | 0 | 0 | true",
                "[] | 9 | 5 | 0 | 0 | true",
                "\"much\" | 9 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":null,\"completion_tokens\":null,\"total_tokens\":null} | 9 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0} | 9 | 5 | 0 | 0 | true",
                "{\"total_tokens\":0,\"total_characters\":0} | 9 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":-1,\"completion_tokens\":-1} | 9 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":5000000000} | 9 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":1e999999,\"completion_tokens\":3} | 9 | 3 | 0 | 0 | true",
                "{\"prompt_tokens\":49} | 49 | 5 | 0 | 0 | true",
                "{\"prompt_tokens\":49,\"completion_tokens\":0} | 49 | 5 | 0 | 0 | true"
            })
    void usageIsReadInEveryFormAndElseEstimated(
            String told, int input, int output, int cached, int reasoning, boolean estimated) throws Exception {
        var usage = new Usage(input, output, cached, reasoning, estimated);
        serve(client -> client.answer(
                200,
                "{\"choices\":[{\"message\":{\"content\":\"An answer of twenty.\"},\"finish_reason\":\"stop\"}],\"usage\":"
                        + told + "}"));
        assertThat(provider.call(MODEL, plain(), Sink.NONE).usage()).isEqualTo(usage);
        close();
        serve(client -> client.stream(
                event("{\"content\":\"An answer of twenty.\"}", "\"stop\"") + "data: {\"choices\":[],\"usage\":" + told
                        + "}\n\n" + DONE,
                true));
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).usage()).isEqualTo(usage);
        close();
        serve(client -> client.stream(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"An answer of twenty.\"},\"finish_reason\":\"stop\",\"usage\":"
                        + told + "}]}\n\n" + DONE,
                true));
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).usage())
                .as("inside the choice")
                .isEqualTo(usage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "null",
                "{}",
                "[]",
                "false",
                "{\"message\":\"\",\"type\":\"\",\"param\":\"\",\"code\":null}",
                "{\"message\":null,\"code\":0}"
            })
    void anErrorThatSaysNothingBesideAnAnswerIsNone(String error) throws Exception {
        serve(client -> client.answer(
                200,
                "{\"error\":" + error
                        + ",\"choices\":[{\"message\":{\"content\":\"well\"},\"finish_reason\":\"stop\"}]}"));
        var answer = provider.call(MODEL, plain(), Sink.NONE);
        assertThat(answer.text()).isEqualTo("well");
        close();
        serve(client -> client.stream(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"well\"},\"finish_reason\":\"stop\"}],\"error\":"
                        + error + "}\n\n" + DONE,
                true));
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).text()).isEqualTo("well");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"no such voice\",\"code\":400}} | REFUSED | no such voice",
                "{\"error\":{\"message\":\"busy\",\"code\":429}} | THROTTLED | busy",
                "{\"error\":{\"message\":\"busy\",\"code\":\"529\"}} | OVERLOADED | busy",
                "{\"error\":[{\"message\":\"in a list\",\"code\":503}]} | OVERLOADED | in a list",
                "{\"error\":{\"error\":{\"message\":\"within\",\"type\":\"overloaded_error\"}}} | OVERLOADED | within",
                "{\"object\":\"error\",\"message\":\"takes no images\",\"type\":\"BadRequestError\",\"code\":400} | REFUSED | takes no images",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\",\"error\":{\"code\":502,\"message\":\"lost its model\"}}]} | BROKEN | lost its model",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]} | BROKEN | reported an error",
                "{\"error\":{\"message\":\"prompt is too long: 9 tokens > 8 maximum\",\"type\":\"invalid_request_error\"}} | TOO_LONG | too long",
                "{\"error\":{\"message\":\"flagged\",\"code\":\"content_filter\"}} | DECLINED | flagged"
            })
    void anErrorUnderStatus200IsReadForWhatItMeans(String error, Kind kind, String said) throws Exception {
        serve(client -> client.answer(200, error));
        var plain = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
        assertThat(plain.kind()).isEqualTo(kind);
        assertThat(plain.reason()).contains(said);
        close();
        serve(client -> client.stream("data: " + error + "\n\n", true));
        var streamed =
                catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, streaming(), Sink.NONE));
        assertThat(streamed.kind()).isEqualTo(kind);
        assertThat(streamed.reason()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"error\":{\"message\":\"in a list\",\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}] | in a list",
                "\"just a string\" | just a string",
                "{\"detail\":\"a detail\"} | a detail",
                "{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"field required\",\"type\":\"missing\"}]} | field required",
                "{\"message\":\"flat\"} | flat",
                "{\"error\":\"a sentence\"} | a sentence",
                "{\"error\":{\"message\":{\"message\":\"deep\"}}} | deep",
                "{\"errors\":[{\"message\":\"plural\"}]} | plural",
                "{\"__type\":\"ValidationException\",\"message\":\"bedrock\"} | bedrock"
            })
    void theMessageOfAnErrorIsFoundWhereverItStands(String body, String said) throws Exception {
        serve(client -> client.answer(400, body));
        var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failed.reason()).endsWith(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>502 Bad Gateway: your prompt was x</body></html>", "", "{", "\u0000\u0001"})
    void aBodyThatIsNoJsonIsNotQuoted(String body) throws Exception {
        serve(client -> client.answer(500, body));
        var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.reason()).isEqualTo("Provider `up` answered with status 500.");
    }

    @Test
    void anOverflowHasTheCodeByWhichAgentsShortenTheirHistory() throws Exception {
        serve(client -> client.answer(400, "{\"error\":{\"message\":\"Input is too long for requested model.\"}}"));
        var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.TOO_LONG);
        assertThat(failed.details().code()).contains("context_length_exceeded");
        assertThat(failed.details().param()).contains("messages");
    }

    @Test
    void aFilterThatLetNothingThroughIsThisModelsOwnRefusal() throws Exception {
        serve(client -> client.answer(
                200, "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}"));
        var plain = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
        assertThat(plain.kind()).isEqualTo(Kind.DECLINED);
        close();
        serve(client -> client.stream(
                event("{\"role\":\"assistant\"}", "null") + event("{}", "\"content_filter\"") + DONE, true));
        var streamed =
                catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, streaming(), Sink.NONE));
        assertThat(streamed.kind()).isEqualTo(Kind.DECLINED);
        close();
        serve(client -> client.stream(
                event("{\"content\":\"half\"}", "null") + event("{}", "\"content_filter\"") + DONE, true));
        var cut = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(cut.finish()).isEqualTo(Finish.FILTERED);
        assertThat(cut.text()).isEqualTo("half");
    }

    @Test
    void anErrorAfterTheFirstWordsIsNoFaultOfTheRequest() throws Exception {
        serve(client -> client.stream(
                event("{\"content\":\"half\"}", "null")
                        + "data: {\"error\":{\"message\":\"x\",\"type\":\"invalid_request_error\"}}\n\n",
                true));
        var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, streaming(), Sink.NONE));
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void reasoningBelongsToTheAnswerWhetherItIsStreamedOrNot() throws Exception {
        serve(
                client -> client.answer(
                        200,
                        "{\"choices\":[{\"message\":{\"content\":\"42\",\"reasoning_content\":\"let me see\"},\"finish_reason\":\"stop\"}]}"));
        assertThat(provider.call(MODEL, plain(), Sink.NONE).choices().getFirst().reasoning())
                .isEqualTo("let me see");
        close();
        serve(client -> client.stream(
                event("{\"reasoning_content\":\"let me \",\"reasoning\":\"let me \"}", "null")
                        + event("{\"reasoning\":\"see\"}", "null")
                        + event("{\"content\":\"42\"}", "\"stop\"")
                        + DONE,
                true));
        var streamed = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(streamed.choices().getFirst().reasoning()).isEqualTo("let me see");
        assertThat(streamed.text()).isEqualTo("42");
    }
}
