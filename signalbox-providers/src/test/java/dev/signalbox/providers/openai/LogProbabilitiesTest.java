package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Log-probabilities on the wire become the answer's confidence, and the client sees them only if it asked.
class LogProbabilitiesTest {
    /// As OpenAI writes them: 4 tokens of log-probability -0.1, -0.2, -0.1, -0.2, the last a brace.
    private static final String PLAIN = """
            {"id":"1","object":"chat.completion","x":1.50,"choices":[{"index":0,"logprobs":{"content":[\
            {"token":"The","logprob":-0.1,"bytes":[84],"top_logprobs":[{"token":"The","logprob":-0.1,"bytes":[84]},\
            {"token":"A","logprob":-3.0,"bytes":[65]}]},\
            {"token":" sky","logprob":-0.2,"bytes":null,"top_logprobs":[]},\
            {"token":" is","logprob":-0.1,"top_logprobs":[{"token":" is","logprob":-0.1}]},\
            {"token":"}","logprob":-0.2,"top_logprobs":[{"token":"}","logprob":-0.2}]}],"refusal":null},\
            "message":{"role":"assistant","content":"The sky is}"},"finish_reason":"stop"},\
            {"index":1,"logprobs":{"content":[{"token":"B","logprob":-9.0}]},\
            "message":{"role":"assistant","content":"B"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":4}}""";

    private static final String STREAM = """
            data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

            data: {"id":"1","choices":[{"index":0,"delta":{"content":"The"},"logprobs":{"content":[{"token":"The","logprob":-0.1}]},"finish_reason":null}]}

            data: {"id":"1","choices":[{"index":0,"delta":{"content":" sky is"},"logprobs":{"content":[{"token":" sky","logprob":-0.2},{"token":" is","logprob":-0.1}]},"finish_reason":null}]}

            data: {"id":"1","choices":[{"index":0,"delta":{"content":"}"},"logprobs":{"content":[{"token":"}","logprob":-0.2}]},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Answer answer(SocketServer.Script script, Request request, List<Chunk> heard) throws Exception {
        try (var server = new SocketServer(script)) {
            var options = UpstreamOptions.of("up", URI.create(server.url() + "/v1"));
            try (var provider = new OpenAiProvider(
                    new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system())) {
                return provider.call(MODEL, request, heard::add);
            }
        }
    }

    @Test
    void aPlainAnswersConfidenceIsThatOfItsFirstChoice() throws Exception {
        var answer = answer(client -> client.answer(200, PLAIN), plain(), new ArrayList<>());

        var confidence = answer.confidence().orElseThrow();
        assertThat(confidence.meanNll() + confidence.variance()).isEqualTo(0.1525, within(1e-9));
        assertThat(confidence.tokens()).isEqualTo(4);
        assertThat(confidence.tailEntropy()).isEqualTo(entropy(-0.1, -3.0), within(1e-9));
        assertThat(answer.body().orElseThrow().json()).hasToString(PLAIN);
    }

    /// Of two alternatives and what they leave over.
    private static double entropy(double... logs) {
        double left = 1;
        double entropy = 0;
        for (double log : logs) {
            left -= Math.exp(log);
            entropy -= Math.exp(log) * log;
        }
        return entropy - left * Math.log(left);
    }

    @Test
    void aStreamsConfidenceIsThatOfAllItsTokens() throws Exception {
        var heard = new ArrayList<Chunk>();
        var answer = answer(client -> client.stream(STREAM, true), streaming(), heard);

        var confidence = answer.confidence().orElseThrow();
        assertThat(confidence.meanNll() + confidence.variance()).isEqualTo(0.1525, within(1e-9));
        assertThat(confidence.tokens()).isEqualTo(4);
        assertThat(bodies(heard)).anyMatch(body -> body.contains("-0.1"));
        assertThat(heard.stream().flatMap(chunk -> chunk.deltas().stream()).map(Delta::logProbability))
                .containsExactly(
                        OptionalDouble.empty(),
                        OptionalDouble.of(-0.1),
                        OptionalDouble.of((-0.2 - 0.1) / 2),
                        OptionalDouble.of(-0.2));
    }

    @Test
    void whatAPlanAskedForIsNotShown() throws Exception {
        var heard = new ArrayList<Chunk>();
        var streamed = answer(client -> client.stream(STREAM, true), streaming().wantingConfidence(), heard);
        var whole = answer(client -> client.answer(200, PLAIN), plain().wantingConfidence(), new ArrayList<>());

        assertThat(streamed.confidence()).isPresent();
        assertThat(bodies(heard)).hasSize(4).allMatch(body -> body.contains("\"logprobs\":null"));
        assertThat(whole.confidence()).isPresent();
        assertThat(whole.body().orElseThrow().json().toString())
                .startsWith("{\"id\":\"1\",\"object\":\"chat.completion\",\"x\":1.50,")
                .contains("\"logprobs\":null,\"message\":{\"role\":\"assistant\",\"content\":\"The sky is}\"}")
                .doesNotContain("-0.1", "-9.0");
    }

    @Test
    void whereTheProviderIsSilentThereIsNoConfidence() throws Exception {
        assertThat(answer(
                                client -> client.answer(200, Wire.answer("Hi")),
                                plain().wantingConfidence(),
                                new ArrayList<>())
                        .confidence())
                .isEmpty();
    }

    private static List<String> bodies(List<Chunk> heard) {
        return heard.stream()
                .map(chunk -> chunk.body().orElseThrow().json())
                .map(Json::toString)
                .toList();
    }
}
