package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.DONE;
import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.event;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Sink;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams and errors as servers really send them: a whole answer, or an error, and nothing between the two.
class StreamFaultTest {
    private static final InstantSource CLOCK = InstantSource.system();
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
        vertx.close().await();
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        server.close();
    }

    private void serve(SocketServer.Script script) throws IOException {
        server = new SocketServer(script);
        provider = new OpenAiProvider(
                new HttpUpstream(vertx, UpstreamOptions.of("up", URI.create(server.url())), CLOCK), CLOCK);
    }

    private ProviderException streamFailure() {
        return catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, streaming(), Sink.NONE));
    }

    private ProviderException plainFailure() {
        return catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, plain(), Sink.NONE));
    }

    @Test
    void theFirstWordIsHeardBeforeTheSecondIsSaidAlsoWhereLinesEndInCrLf() throws Exception {
        var heard = new CountDownLatch(1);
        serve(client -> {
            client.beginStream(event("{\"content\":\"a\"}", "null").replace("\n", "\r\n"));
            heard.await();
            client.endStream((event("{\"content\":\"b\"}", "\"stop\"") + DONE).replace("\n", "\r\n"));
        });
        assertThat(provider.call(MODEL, streaming(), _ -> heard.countDown()).text())
                .isEqualTo("ab");
    }

    @Test
    void aStreamThatArrivesByteByByteIsTheSame() throws Exception {
        var events = ": a comment\n\n" + event("{\"content\":\"é😀\"}", "null") + event("{}", "\"length\"") + DONE;
        serve(client -> {
            client.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            for (byte b : Wire.bytes(events)) client.write(new byte[] {b});
            client.close();
        });
        var answer = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(answer.text()).isEqualTo("é😀");
        assertThat(answer.finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void whatComesAfterTheEndIsNotHeard() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"a\"}", "\"stop\"") + DONE + "data: {nonsense\n\n", true));
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).text()).isEqualTo("a");
    }

    @Test
    void anEmptyReasonIsNoReason() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"a\"}", "\"\""), true));
        assertThat(streamFailure().kind()).isEqualTo(Kind.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "data: 7\n\n", "data: [1]\n\n", "data: {\"choices\":[]} {}\n\n", "data: {\n\n", "<html>\n\n"
            })
    void whatIsNoStreamIsAnError(String events) throws Exception {
        serve(client -> client.stream(events + DONE, true));
        assertThat(streamFailure().kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void anEndWithNeitherReasonNorDoneIsAnErrorThatTellsWhatWasSpent() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"half an answer\"}", "null"), true));
        var failed = streamFailure();
        assertThat(failed.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failed.details().usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void doneWithoutAReasonIsAnEndWhoseReasonIsUnknown() throws Exception {
        serve(client -> client.stream(event("{\"content\":\"all said\"}", "null") + DONE, true));
        var answer = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(answer.text()).isEqualTo("all said");
        assertThat(answer.finish()).isEqualTo(Finish.OTHER);
    }

    @Test
    void severalChoicesArePutTogetherEachForItself() throws Exception {
        var first = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
        var second = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n";
        serve(client -> client.stream(first + second + DONE, true));
        var answer = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(answer.choices()).extracting(choice -> choice.text()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\"}} | THROTTLED | slow down",
                "{\"error\":{\"message\":\"later\",\"code\":503}} | OVERLOADED | later",
                "{\"error\":{\"message\":\"long\",\"code\":\"context_length_exceeded\"}} | TOO_LONG | long",
                "{\"error\":\"just a sentence\"} | BROKEN | just a sentence"
            })
    void anErrorAsTheFirstEventIsAnErrorAndNobodyHeardAWord(String error, Kind kind, String said) throws Exception {
        serve(client -> client.stream("data: " + error + "\n\n" + DONE, true));
        var heard = new ArrayList<Chunk>();
        var failed = catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, streaming(), heard::add));
        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.reason()).contains(said);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\"}}",
                "{\"object\":\"error\",\"message\":\"This model's maximum context length is 8192\",\"code\":400}",
                "{\"error\":{\"code\":400,\"message\":\"...\",\"type\":\"exceed_context_size_error\"}}",
                "[{\"error\":{\"code\":400,\"message\":\"The input token count exceeds the maximum number of tokens\"}}]"
            })
    void aRequestThatIsTooLongIsKnownByWhatServersSay(String body) throws Exception {
        serve(client -> client.answer(400, body));
        assertThat(plainFailure().kind()).isEqualTo(Kind.TOO_LONG);
    }

    @Test
    void aRedirectIsNotFollowedAndSaysSo() throws Exception {
        serve(client -> client.answer(302, "", "Location: " + server.url() + "/elsewhere"));
        assertThat(plainFailure().reason()).contains("redirect").contains("`url`");
    }

    @Test
    void aDateToComeBackAtIsUnderstood() throws Exception {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(60).atOffset(ZoneOffset.UTC));
        serve(client -> client.answer(429, "{}", "Retry-After: " + date));
        assertThat(plainFailure().details().retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61));
    }

    @Test
    void whatAServerSaysIsCutToABearableLength() throws Exception {
        serve(client -> client.answer(
                400, "{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted("x".repeat(9000), "y".repeat(9000))));
        var failed = plainFailure();
        assertThat(failed.reason().length()).isLessThan(700);
        assertThat(failed.details().code().orElseThrow().length()).isLessThan(200);
    }

    @Test
    void valuesOfTheWrongTypeCountAsAbsent() throws Exception {
        serve(client -> client.answer(
                200,
                "{\"usage\":[1],\"choices\":[null,{\"index\":{},\"message\":{\"content\":[\"x\",{\"type\":\"text\",\"text\":\"a\"}],"
                        + "\"tool_calls\":[3]},\"finish_reason\":\"stop\"}]}"));
        var answer = provider.call(MODEL, plain(), Sink.NONE);
        assertThat(answer.choices().getLast().text()).isEqualTo("a");
        assertThat(answer.usage().estimated()).isTrue();
    }

    @Test
    void aRefusalIsWhatTheModelSaid() throws Exception {
        serve(client -> client.answer(
                200,
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"},\"finish_reason\":\"stop\"}]}"));
        assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("No.");
    }

    @Test
    void whatWasOnlyThoughtIsCountedButNotSaid() throws Exception {
        serve(client -> client.stream(
                event("{\"reasoning_content\":\"12345678\"}", "null")
                        + event("{\"content\":\"1234\"}", "\"stop\"")
                        + DONE,
                true));
        var answer = provider.call(MODEL, streaming(), Sink.NONE);
        assertThat(answer.text()).isEqualTo("1234");
        assertThat(answer.usage().outputTokens()).isEqualTo(4);
    }
}
