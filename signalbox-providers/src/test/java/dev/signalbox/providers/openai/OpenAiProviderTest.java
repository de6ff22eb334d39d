package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.event;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.Secret;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a server of plain sockets, which can misbehave in every way.
class OpenAiProviderTest {
    private static final String PLAIN = """
            {"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4},\
            "completion_tokens_details":{"reasoning_tokens":1}}}""";

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
        if (provider != null) provider.close();
        if (server != null) server.close();
    }

    private void serve(SocketServer.Script script) throws IOException {
        serve(script, new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    private void serve(SocketServer.Script script, Timeouts timeouts) throws IOException {
        server = new SocketServer(script);
        provider = provider(server.url(), timeouts);
    }

    private static OpenAiProvider provider(String url, Timeouts timeouts) {
        var options = UpstreamOptions.of("up", URI.create(url + "/v1"))
                .withKey(new Secret("sk-very-secret"))
                .with(timeouts);
        return provider(options);
    }

    /// With room for one connection: a call waits until the last one has given it back, and opens another only if it
    /// was lost.
    private void serveOneConnection(SocketServer.Script script) throws IOException {
        server = new SocketServer(script);
        var usual = UpstreamOptions.of("up", URI.create(server.url() + "/v1"));
        provider = provider(new UpstreamOptions(
                usual.name(),
                usual.url(),
                usual.headers(),
                usual.timeouts(),
                usual.http2(),
                usual.caFile(),
                1,
                usual.answerBytesMax()));
    }

    private static OpenAiProvider provider(UpstreamOptions options) {
        return new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
    }

    private ProviderException failure(Request request, Sink sink) {
        return catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, request, sink));
    }

    @Test
    void aPlainAnswerIsReadAndKeptAsItCame() throws Exception {
        serve(client -> client.answer(200, PLAIN));
        var answer = provider.call(MODEL, plain(), Sink.NONE);
        assertThat(answer.text()).isEqualTo("Hello");
        assertThat(answer.finish()).isEqualTo(Finish.DONE);
        assertThat(answer.usage()).isEqualTo(new Usage(9, 2, 4, 1, false));
        assertThat(answer.body().orElseThrow().json()).hasToString(PLAIN);
        assertThat(server.lastHead()).contains("POST /v1/chat/completions").contains("Bearer sk-very-secret");
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        serveOneConnection(client -> client.answer(200, PLAIN));
        for (int i = 0; i < 5; i++) provider.call(MODEL, plain(), Sink.NONE);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aStreamUsesItsConnectionAgainAfterItsEnd() throws Exception {
        serveOneConnection(
                client -> client.stream(event("{\"content\":\"x\"}", "\"stop\"") + "data: [DONE]\n\n", true));
        for (int i = 0; i < 5; i++) provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutUsageIsCountedAndSaysSo() throws Exception {
        serve(client -> client.answer(200, "{\"choices\":[{\"message\":{\"content\":\"12345678\"}}]}"));
        var answer = provider.call(MODEL, plain(), Sink.NONE);
        assertThat(answer.usage()).isEqualTo(new Usage(9, 4, 0, 0, true));
        assertThat(answer.finish()).isEqualTo(Finish.DONE);
        assertThat(answer.body().orElseThrow().json().toString()).contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void aStreamIsHeardAsItComesAndPutTogether() throws Exception {
        serve(client -> client.stream(
                event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
                        + ": keep-alive\n\n"
                        + event("{\"content\":\"Hel\"}", "null")
                        + event("{\"content\":\"lo\"}", "null")
                        + event(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}",
                                "null")
                        + event(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"\",\"function\":{\"arguments\":\"}\"}}]}",
                                "null")
                        + event("{}", "\"tool_calls\"")
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n"
                        + "data: [DONE]\n\n",
                true));
        var heard = new ArrayList<Chunk>();
        var answer = provider.call(MODEL, streaming(), heard::add);
        assertThat(answer.text()).isEqualTo("Hello");
        assertThat(answer.choices().getFirst().toolCalls()).containsExactly(new ToolCall("c1", "f", "{}"));
        assertThat(answer.finish()).isEqualTo(Finish.TOOLS);
        assertThat(answer.usage()).isEqualTo(Usage.of(3, 4));
        assertThat(heard).hasSize(7).allMatch(chunk -> chunk.body().isPresent());
    }

    @Test
    void aStreamThatIsAnsweredPlainlyIsOneChunk() throws Exception {
        serve(client -> client.answer(200, PLAIN));
        var heard = new ArrayList<Chunk>();
        assertThat(provider.call(MODEL, streaming(), heard::add).text()).isEqualTo("Hello");
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst().deltas().getFirst().text()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED", "404, BROKEN", "413, REFUSED", "422, REFUSED", "401, DENIED", "403, DENIED", "408, TIMED_OUT",
        "409, BROKEN", "429, THROTTLED", "500, BROKEN", "502, BROKEN", "503, OVERLOADED", "529, OVERLOADED",
                "302, BROKEN"
    })
    void aStatusTellsWhoMustAct(int status, Kind kind) throws Exception {
        serve(
                client -> client.answer(
                        status,
                        "{\"error\":{\"message\":\"bad sk-very-secret thing\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}"));
        var failed = failure(plain(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.details().status()).hasValue(status);
        assertThat(failed.details().param()).contains("p");
        assertThat(failed.details().code()).contains("c");
        assertThat(failed.reason()).contains("`up`").doesNotContain("sk-very-secret");
    }

    @Test
    void aQuestionThatIsTooLongMayFitAnotherModel() throws Exception {
        serve(client -> client.answer(400, "{\"error\":{\"message\":\"long\",\"code\":\"context_length_exceeded\"}}"));
        var failed = failure(plain(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.TOO_LONG);
        assertThat(failed.anotherModelMayHelp()).isTrue();
    }

    @Test
    void anErrorsBodyThatIsNoJsonIsNotQuoted() throws Exception {
        serve(client -> client.answer(500, "<html>secret innards</html>"));
        assertThat(failure(plain(), Sink.NONE).reason()).doesNotContain("innards");
    }

    @ParameterizedTest
    @CsvSource({"Retry-After: 7, 7000", "retry-after-ms: 1500, 1500", "Retry-After: nonsense, -1"})
    void whenToComeBackIsTold(String header, long expectedMs) throws Exception {
        serve(client -> client.answer(429, "{}", header));
        assertThat(failure(plain(), Sink.NONE)
                        .details()
                        .retryAfter()
                        .map(Duration::toMillis)
                        .orElse(-1L))
                .isEqualTo(expectedMs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not json", "{}", "[]", "{\"choices\":[]}", "''"})
    void whatIsNoAnswerIsNoAnswer(String body) throws Exception {
        serve(client -> client.answer(200, body));
        assertThat(failure(plain(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void aStreamThatEndsEarlyIsAnErrorAndItsTokensAreCounted() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"half an answer\"}", "null"), true));
        var failed = failure(streaming(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.details().usage().outputTokens()).isEqualTo(3);
        assertThat(failed.details().usage().estimated()).isTrue();
    }

    @Test
    void aSocketThatIsCutIsAnError() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"half\"}", "null"), false));
        var failed = failure(streaming(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.details().usage().outputTokens()).isEqualTo(1);
    }

    @Test
    void anErrorInTheStreamIsAnError() throws Exception {
        serve(client -> client.stream(
                event("{\"content\":\"a\"}", "null")
                        + "data: {\"error\":{\"message\":\"too busy\",\"type\":\"overloaded_error\"}}\n\n",
                true));
        var failed = failure(streaming(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failed.reason()).contains("too busy");
    }

    @Test
    void anEventThatIsNoJsonIsAnError() throws Exception {
        serve(client -> client.stream("data: {\"choices\":[{\"delta\":{\"con\n\n", true));
        assertThat(failure(streaming(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void nobodyAtTheAddressIsUnreachable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        provider = provider("http://127.0.0.1:" + port, Timeouts.DEFAULT);
        var failed = failure(plain(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failed.reason()).contains("127.0.0.1:" + port);
    }

    @Test
    void aFirstByteThatDoesNotComeTimesOutAndNamesTheSetting() throws Exception {
        serve(
                SocketServer.Client::untilGone,
                new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(80), Duration.ofSeconds(20)));
        var failed = failure(plain(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failed.reason()).contains("timeouts.first_byte").contains("80 ms");
    }

    @Test
    void aStreamThatStallsTimesOut() throws Exception {
        serve(
                client -> {
                    client.beginStream(event("{\"content\":\"a\"}", "null"));
                    client.untilGone();
                },
                new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofMillis(80)));
        var failed = failure(streaming(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failed.reason()).contains("timeouts.idle");
    }

    @Test
    void theDeadlineEndsACall() throws Exception {
        serve(SocketServer.Client::untilGone);
        var request = Request.of("r", "m", "Hi", Instant.now().plusMillis(80));
        var failed = failure(request, Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.LATE);
        assertThat(failed.reason()).contains("deadline");
    }

    @Test
    void anInterruptReachesTheUpstreamAtOnce() throws Exception {
        var gone = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        serve(client -> {
            asked.countDown();
            client.untilGone();
            gone.countDown();
        });
        var thrown = new AtomicReference<Throwable>();
        var walk = Thread.ofVirtual().start(() -> {
            try {
                provider.call(MODEL, plain(), Sink.NONE);
            } catch (ProviderException | InterruptedException ended) {
                thrown.set(ended);
            }
        });
        asked.await();
        walk.interrupt();
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        walk.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aListenerWhoLeavesEndsTheStreamUpstream() throws Exception {
        var gone = new CountDownLatch(1);
        serve(client -> {
            client.beginStream(event("{\"content\":\"a\"}", "null"));
            client.untilGone();
            gone.countDown();
        });
        assertThatThrownBy(() -> provider.call(MODEL, streaming(), _ -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /// The upstream offers far more than anyone reads; the sockets' buffers fill, and it has to wait.
    @Test
    void aSlowListenerSlowsTheUpstreamDown() throws Exception {
        var sent = new AtomicInteger();
        var stopped = new CountDownLatch(1);
        var event = event("{\"content\":\"" + "x".repeat(10_000) + "\"}", "null");
        serve(client -> {
            client.beginStream(event);
            client.untilBlocked(event, sent, stopped);
        });
        var listening = new CountDownLatch(1);
        var walk = Thread.ofVirtual().start(() -> {
            try {
                provider.call(MODEL, streaming(), _ -> listening.await());
            } catch (ProviderException | InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sent.get() * (long) event.length()).isLessThan(24_000_000);
        walk.interrupt();
        walk.join();
    }

    @Test
    void anAnswerBeyondTheLimitIsRefused() throws Exception {
        server = new SocketServer(client -> client.answer(200, "x".repeat(2_000)));
        var options = new UpstreamOptions(
                "up",
                URI.create(server.url()),
                java.util.Map.of(),
                Timeouts.DEFAULT,
                false,
                Optional.empty(),
                4,
                1_000);
        provider = new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
        assertThat(failure(plain(), Sink.NONE).reason()).contains("answer_bytes_max");
    }

    @Test
    void tellsHowMuchOfItIsInUse() throws Exception {
        var during = new AtomicReference<Double>();
        serveOneConnection(client -> {
            during.set(provider.load());
            client.answer(200, PLAIN);
        });
        provider.call(MODEL, plain(), Sink.NONE);
        assertThat(during).hasValue(1.0);
        assertThat(provider.load()).isZero();
    }

    @Test
    void aConnectionThatTheServerClosedMeanwhileIsReplaced() throws Exception {
        var first = new AtomicInteger();
        serve(client -> {
            client.answer(200, PLAIN);
            if (first.getAndIncrement() == 0) client.close();
        });
        for (int i = 0; i < 3; i++) {
            Answer answer = provider.call(MODEL, plain(), Sink.NONE);
            assertThat(answer.text()).isEqualTo("Hello");
        }
    }
}
