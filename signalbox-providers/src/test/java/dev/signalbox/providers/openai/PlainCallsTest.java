package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.DONE;
import static dev.signalbox.providers.openai.Wire.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers that are wanted whole, and asked for so that the server notices when nobody waits any more.
class PlainCallsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String LLAMA = "Server: llama.cpp";
    private static final String EVENTS = """
            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null,"logprobs":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":"let "},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":"me"},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"4"},"logprobs":{"content":[{"token":"4","logprob":-0.1}]},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"2"},"logprobs":{"content":[{"token":"2","logprob":-0.2}]},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_A","type":"function","function":{"name":"read","arguments":"{\\"a"}}]},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\":1}"}}]},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"citations":["u"]}

            data: {"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14},"timings":{"predicted_n":5}}

            """;
    /// As the same server would have answered plainly.
    private static final String PLAIN = """
            {"id":"c1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"42",
            "reasoning_content":"let me","tool_calls":[{"id":"call_A","type":"function","function":{"name":"read","arguments":"{\\"a\\":1}"}}]},
            "finish_reason":"tool_calls","logprobs":{"content":[{"token":"4","logprob":-0.1},{"token":"2","logprob":-0.2}]}}],
            "citations":["u"],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14},"timings":{"predicted_n":5}}""";

    private static Vertx vertx;

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private volatile SocketServer.Script script = _ -> {};
    private SocketServer server;

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
        server = new SocketServer(client -> {
            asked.add(MAPPER.readTree(client.asked()));
            script.play(client);
        });
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private OpenAiProvider provider(PlainCalls plainCalls) {
        return new OpenAiProvider(
                new HttpUpstream(
                        vertx, UpstreamOptions.of("up", URI.create(server.url() + "/v1")), InstantSource.system()),
                InstantSource.system(),
                new OpenAiOptions(Prefill.NATIVE, Map.of(), plainCalls, new TokenRates()));
    }

    private static JsonNode body(Answer answer) {
        return MAPPER.readTree(answer.body().orElseThrow().json().toString());
    }

    private static Request plain(String more) {
        return ChatBodyTest.request("{\"model\":\"m\",\"messages\":[{\"content\":\"Hi\"}]" + more + "}");
    }

    @Test
    void anAnswerAskedForAsAStreamIsAsTheServerWouldHaveGivenItPlainly() throws Exception {
        script = client -> client.stream(EVENTS + DONE, true);
        try (var provider = provider(PlainCalls.STREAM)) {
            var streamed = provider.call(MODEL, plain(",\"logprobs\":true,\"stream\":false"), Sink.NONE);
            script = client -> client.answer(200, PLAIN);
            var atOnce = provider.call(MODEL, plain(",\"logprobs\":true"), Sink.NONE);

            assertThat(body(streamed)).isEqualTo(MAPPER.readTree(PLAIN));
            assertThat(body(atOnce)).isEqualTo(MAPPER.readTree(PLAIN));
            assertThat(streamed.choices()).isEqualTo(atOnce.choices());
            assertThat(streamed.usage()).isEqualTo(atOnce.usage()).isEqualTo(Usage.of(9, 5));
            assertThat(streamed.confidence()).isEqualTo(atOnce.confidence()).isPresent();
        }
        assertThat(asked.getFirst().path("stream").asBoolean()).isTrue();
        assertThat(asked.getFirst().path("stream_options").path("include_usage").asBoolean())
                .isTrue();
    }

    @Test
    void aServerThatGoesOnIsAskedForAStreamOnceItIsKnown() throws Exception {
        script = client -> {
            if (client.wantsStream()) client.stream(EVENTS + DONE, true);
            else client.answer(200, PLAIN, LLAMA);
        };
        for (var way : PlainCalls.values()) {
            asked.clear();
            try (var provider = provider(way)) {
                provider.call(MODEL, plain(""), Sink.NONE);
                provider.call(MODEL, plain(""), Sink.NONE);
            }
            assertThat(asked)
                    .extracting(body -> body.path("stream").asBoolean())
                    .as(way.name())
                    .containsExactly(way == PlainCalls.STREAM, way != PlainCalls.PLAIN);
        }
    }

    @Test
    void whatOnlyExistsWholeIsAskedPlainly() throws Exception {
        script = client -> client.answer(200, PLAIN);
        try (var provider = provider(PlainCalls.STREAM)) {
            provider.call(MODEL, plain(",\"modalities\":[\"text\",\"audio\"]"), Sink.NONE);
        }
        assertThat(asked).noneMatch(body -> body.has("stream"));
    }

    @Test
    void anOrdinaryServerIsAskedPlainly() throws Exception {
        script = client -> client.answer(200, PLAIN, "Server: uvicorn");
        try (var provider = provider(PlainCalls.AUTO)) {
            for (int i = 0; i < 3; i++) provider.call(MODEL, plain(""), Sink.NONE);
        }
        assertThat(asked).noneMatch(body -> body.has("stream"));
    }

    @Test
    void whoPaysOverhearsWhatWasSaidUntilItIsGivenUp() throws Exception {
        var begun = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        script = client -> {
            client.beginStream(Wire.event("{\"content\":\"some words\"}", "null"));
            begun.countDown();
            client.untilGone();
            gone.countDown();
        };
        var overheard = new StringBuffer();
        var listener = new Sink() {
            @Override
            public void overhear(Chunk chunk) {
                chunk.deltas().forEach(delta -> overheard.append(delta.text()));
            }

            @Override
            public void accept(Chunk chunk) {
                overheard.append("NOT TO BE HEARD");
            }
        };
        try (var provider = provider(PlainCalls.STREAM)) {
            var failure = new AtomicReference<Throwable>();
            var walk = Thread.ofVirtual().start(() -> {
                try {
                    provider.call(MODEL, plain(""), listener);
                } catch (ProviderException | InterruptedException stopped) {
                    failure.set(stopped);
                }
            });
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            while (overheard.isEmpty()) Thread.sleep(5);
            walk.interrupt();
            walk.join();

            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            assertThat(overheard).hasToString("some words");
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallWhoseTimeRunsOutHasUsedWhatItAsked() throws Exception {
        script = SocketServer.Client::untilGone;
        var request = Wire.plain();
        var late = Request.of(
                request.id(),
                request.model(),
                "word ".repeat(200),
                Instant.now().plusMillis(900));
        try (var provider = provider(PlainCalls.AUTO)) {
            var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, late, Sink.NONE));

            assertThat(failed.kind()).isIn(Kind.LATE, Kind.TIMED_OUT);
            assertThat(failed.details().usage()).satisfies(usage -> {
                assertThat(usage.estimated()).isTrue();
                assertThat(usage.inputTokens()).isBetween(150, 300);
                // 60 tokens a second after half a second, by the model's prior.
                assertThat(usage.outputTokens()).isBetween(10, 40);
            });
        }
    }
}
