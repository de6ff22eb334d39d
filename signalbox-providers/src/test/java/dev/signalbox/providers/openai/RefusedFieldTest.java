package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.model.Model;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fields that Signalbox adds never fail a request: what a model refuses by name is left out, or named as it wants.
class RefusedFieldTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static Vertx vertx;

    private static final Model SET = new Model(
            "set",
            MODEL.provider(),
            MODEL.upstream(),
            MODEL.price(),
            MODEL.contextTokens(),
            MODEL.can(),
            MODEL.region(),
            MODEL.prior());

    private volatile SocketServer.Script script = _ -> {};
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private SocketServer server;
    private OpenAiProvider provider;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() throws IOException {
        server = new SocketServer(client -> script.play(client));
        provider = new OpenAiProvider(
                new HttpUpstream(
                        vertx, UpstreamOptions.of("up", URI.create(server.url() + "/v1")), InstantSource.system()),
                InstantSource.system(),
                new OpenAiOptions(
                        Prefill.NATIVE,
                        Map.of(
                                SET.id(),
                                new RequestFormat(
                                        Set.of(AddedField.TEMPERATURE, AddedField.LOGPROBS, AddedField.STREAM_OPTIONS),
                                        Optional.of(OutputLimit.MAX_COMPLETION_TOKENS))),
                        PlainCalls.AUTO,
                        new TokenRates()));
    }

    @AfterEach
    void end() throws IOException {
        provider.close();
        server.close();
    }

    private interface Rule extends Predicate<JsonNode> {}

    /// A server that refuses what the rule says, in these words, and answers else.
    private void serve(Rule refused, int status, String refusal) {
        script = client -> {
            var body = MAPPER.readTree(client.asked());
            asked.add(body);
            if (refused.test(body)) client.answer(status, refusal);
            else if (client.wantsStream()) {
                client.stream(Wire.event("{\"role\":\"assistant\",\"content\":\"yes\"}", "\"stop\"") + Wire.DONE, true);
            } else client.answer(200, Wire.answer("yes"));
        };
    }

    private Answer ask(Request request) throws Exception {
        return ask(MODEL, request);
    }

    private Answer ask(Model model, Request request) throws Exception {
        return provider.call(model, request, Sink.NONE);
    }

    private static Request judging() {
        return Wire.plain().aside(List.of(Message.of(Role.USER, "Which is better?")), OptionalDouble.of(0));
    }

    private static Request limited(String limits) {
        return ChatBodyTest.request("{\"model\":\"m\"," + limits + ",\"messages\":[{\"content\":\"Hi\"}]}");
    }

    @Test
    void aTemperatureThatIsRefusedIsLeftOutAndNotSentAgain() throws Exception {
        serve(
                body -> body.has("temperature"),
                400,
                "{\"error\":{\"message\":\"Unsupported value: 'temperature' does not support 0.0 with this model.\","
                        + "\"param\":\"temperature\",\"code\":\"unsupported_value\"}}");

        assertThat(ask(judging()).text()).isEqualTo("yes");
        assertThat(ask(judging()).text()).isEqualTo("yes");
        assertThat(asked).extracting(body -> body.has("temperature")).containsExactly(true, false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Extra inputs are not permitted\",\"param\":\"stream_options\"}}",
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"no\"}]}",
                "{\"message\":\"Unrecognized request argument supplied: stream_options\"}",
                "Unknown field include_usage"
            })
    void theWishForUsageIsDroppedInWhateverWordsItIsRefused(String refusal) throws Exception {
        serve(body -> body.has("stream_options"), 422, refusal);

        assertThat(ask(Wire.streaming()).text()).isEqualTo("yes");
        assertThat(ask(Wire.streaming()).text()).isEqualTo("yes");
        assertThat(asked).extracting(body -> body.has("stream_options")).containsExactly(true, false, false);
    }

    @Test
    void aRefusalInsideAStreamCountsAsOne() throws Exception {
        script = client -> {
            var body = MAPPER.readTree(client.asked());
            asked.add(body);
            client.stream(
                    body.has("logprobs")
                            ? "data: {\"error\":{\"message\":\"logprobs are not supported\",\"code\":400,"
                                    + "\"type\":\"BadRequestError\",\"param\":null}}\n\n"
                            : Wire.event("{\"content\":\"yes\"}", "\"stop\"") + Wire.DONE,
                    true);
        };
        provider = new OpenAiProvider(
                new HttpUpstream(
                        vertx, UpstreamOptions.of("up", URI.create(server.url() + "/v1")), InstantSource.system()),
                InstantSource.system());

        assertThat(ask(Wire.streaming().wantingConfidence()).text()).isEqualTo("yes");
        assertThat(asked).extracting(body -> body.has("logprobs")).containsExactly(true, false);
        assertThat(asked.getLast().has("top_logprobs")).isFalse();
    }

    @Test
    void severalFieldsAreDroppedOneAfterTheOther() throws Exception {
        script = client -> {
            var body = MAPPER.readTree(client.asked());
            asked.add(body);
            if (body.has("max_tokens")) {
                client.answer(
                        400, "{\"error\":{\"message\":\"Use 'max_completion_tokens' instead of 'max_tokens'.\"}}");
            } else if (body.has("stream_options")) {
                client.answer(400, "{\"error\":\"stream_options: unknown field\"}");
            } else if (body.has("logprobs")) {
                client.answer(400, "{\"error\":{\"param\":\"logprobs\",\"message\":\"no\"}}");
            } else client.stream(Wire.event("{\"content\":\"yes\"}", "\"stop\"") + Wire.DONE, true);
        };
        provider = new OpenAiProvider(
                new HttpUpstream(
                        vertx, UpstreamOptions.of("up", URI.create(server.url() + "/v1")), InstantSource.system()),
                InstantSource.system());
        var request = limited("\"stream\":true,\"max_tokens\":9").wantingConfidence();

        assertThat(ask(request).text()).isEqualTo("yes");
        assertThat(asked).hasSize(4);
        assertThat(ask(request).text()).isEqualTo("yes");
        assertThat(asked).hasSize(5);
        assertThat(asked.getLast().path("max_completion_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void whatTheClientSentIsNeverDropped() throws Exception {
        serve(
                body -> body.has("temperature") || body.has("stream_options"),
                400,
                "{\"error\":{\"message\":\"temperature, stream_options: not supported\",\"param\":\"temperature\"}}");
        var request = limited("\"stream\":true,\"stream_options\":{\"include_usage\":true},\"temperature\":0.2");

        assertThatThrownBy(() -> ask(request)).isInstanceOf(ProviderException.class);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens must be between 1 and 4096",
                "max_tokens is too large: 8000",
                "the filter said no to max_tokens_total"
            })
    void aLimitWhoseValueIsWrongIsNoLimitOfAnotherName(String words) throws Exception {
        serve(_ -> true, 400, "{\"error\":{\"message\":\"" + words + "\",\"param\":\"max_tokens\"}}");

        assertThatThrownBy(() -> ask(limited("\"max_tokens\":8000"))).isInstanceOf(ProviderException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aModelThatRefusesBothNamesIsAskedTwiceAndItsFirstRefusalIsTold() throws Exception {
        serve(_ -> true, 400, "{\"error\":{\"message\":\"max_tokens and max_completion_tokens are not supported\"}}");

        assertThatThrownBy(() -> ask(limited("\"max_tokens\":10"))).hasMessageContaining("not supported");
        assertThat(asked).hasSize(2);
    }

    @Test
    void theOldNameIsSentWhereTheNewOneIsNotKnown() throws Exception {
        serve(
                body -> body.has("max_completion_tokens"),
                422,
                "{\"error\":{\"message\":\"Unknown parameter: 'max_completion_tokens'.\"}}");

        assertThat(ask(limited("\"max_completion_tokens\": 7")).text()).isEqualTo("yes");
        assertThat(asked.getLast().path("max_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void aModelsSettingHoldsFromTheFirstRequest() throws Exception {
        serve(_ -> false, 400, "");

        ask(SET, judging().wantingConfidence());
        ask(SET, Wire.streaming().wantingConfidence());
        ask(SET, limited("\"max_tokens\":16.0"));
        ask(SET, limited("\"max_tokens\":5,\"max_completion_tokens\":6"));

        assertThat(asked)
                .noneMatch(body -> body.has("temperature")
                        || body.has("logprobs")
                        || body.has("stream_options")
                        || body.has("max_tokens"));
        assertThat(asked.get(2).get("max_completion_tokens")).hasToString("16.0");
        assertThat(asked.get(3).get("max_completion_tokens")).hasToString("6");
    }

    @Test
    void aFaultThatIsNoRefusalIsNotAskedAgain() throws Exception {
        serve(
                _ -> true,
                429,
                "{\"error\":{\"message\":\"slow down; temperature was fine\",\"param\":\"temperature\"}}");

        assertThatThrownBy(() -> ask(judging())).isInstanceOf(ProviderException.class);
        assertThat(asked).hasSize(1);
    }
}
