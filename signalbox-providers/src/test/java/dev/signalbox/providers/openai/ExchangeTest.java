package dev.signalbox.providers.openai;

import static dev.signalbox.providers.openai.Wire.MODEL;
import static dev.signalbox.providers.openai.Wire.event;
import static dev.signalbox.providers.openai.Wire.plain;
import static dev.signalbox.providers.openai.Wire.streaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.HttpUpstream;
import dev.signalbox.providers.http.UpstreamOptions;
import dev.signalbox.providers.http.UpstreamOptions.Timeouts;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Connections, time and cancelling.
class ExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

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

    private void serve(int connectionsMax, Timeouts timeouts, SocketServer.Script script) throws IOException {
        server = new SocketServer(script);
        var options = new UpstreamOptions(
                "up",
                URI.create(server.url() + "/v1?x=1"),
                Map.of(),
                timeouts,
                true,
                Optional.empty(),
                connectionsMax,
                Integer.MAX_VALUE);
        provider = new OpenAiProvider(new HttpUpstream(vertx, options, InstantSource.system()), InstantSource.system());
    }

    private ProviderException failure(Request request, Sink sink) {
        return catchThrowableOfType(ProviderException.class, () -> provider.call(MODEL, request, sink));
    }

    @Test
    void aConnectionThatWasClosedJustAsItWasUsedAgainIsReplacedOnce() throws Exception {
        var requests = new AtomicInteger();
        serve(4, Timeouts.DEFAULT, client -> {
            if (requests.incrementAndGet() == 2) client.close();
            else client.answer(200, Wire.answer("Hello"));
        });
        provider.call(MODEL, plain(), Sink.NONE);
        assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("Hello");
        assertThat(requests).hasValue(3);
    }

    @Test
    void aRequestThatANewConnectionLostIsNotRepeated() throws Exception {
        var requests = new AtomicInteger();
        serve(4, Timeouts.DEFAULT, client -> {
            requests.incrementAndGet();
            client.close();
        });
        assertThat(failure(plain(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aPlainAnswerThatIsCutIsAnError() throws Exception {
        serve(4, Timeouts.DEFAULT, client -> {
            client.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\":[");
            client.close();
        });
        assertThat(failure(plain(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void aPackedAnswerIsUnpacked() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(Wire.bytes(Wire.answer("Hello")));
        }
        serve(4, Timeouts.DEFAULT, client -> {
            client.write(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n".formatted(packed.size()));
            client.write(packed.toByteArray());
        });
        assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("Hello");
        assertThat(server.lastHead()).contains("accept-encoding: gzip").contains("POST /v1/chat/completions?x=1 ");
    }

    @Test
    void aPackedStreamIsUnpackedAsItArrives() throws Exception {
        var packed = new ByteArrayOutputStream();
        var heard = new CountDownLatch(1);
        serve(4, Timeouts.DEFAULT, client -> {
            client.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n");
            try (var gzip = new GZIPOutputStream(packed, true)) {
                gzip.write(Wire.bytes(event("{\"content\":\"a\"}", "null")));
                gzip.flush();
                client.write(packed.toByteArray());
                packed.reset();
                heard.await();
                gzip.write(Wire.bytes(event("{\"content\":\"b\"}", "\"stop\"") + Wire.DONE));
            }
            client.write(packed.toByteArray());
            client.close();
        });
        assertThat(provider.call(MODEL, streaming(), _ -> heard.countDown()).text())
                .isEqualTo("ab");
    }

    @Test
    void anAnswerThatIsNotPackedAsItSaysIsBroken() throws Exception {
        serve(4, Timeouts.DEFAULT, client -> client.answer(200, Wire.answer("Hello"), "Content-Encoding: gzip"));
        assertThat(failure(plain(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure(streaming(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
    }

    /// It waits for the only connection; interrupted, it neither asks later nor keeps the place.
    @Test
    void aCallThatIsInterruptedBeforeItHasAConnectionAsksNothing() throws Exception {
        var requests = new AtomicInteger();
        var asked = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        serve(1, new Timeouts(LONG, LONG, LONG), client -> {
            requests.incrementAndGet();
            asked.countDown();
            mayAnswer.await();
            client.answer(200, Wire.answer("Hello"));
        });
        var first = new AtomicReference<String>("");
        var holder = Thread.ofVirtual().start(() -> {
            try {
                first.set(provider.call(MODEL, plain(), Sink.NONE).text());
            } catch (ProviderException | InterruptedException failed) {
                first.set(failed.toString());
            }
        });
        asked.await();
        for (int i = 0; i < 20; i++) {
            var waiting = new AtomicReference<Optional<Throwable>>(Optional.empty());
            var waiter = Thread.ofVirtual()
                    .start(() -> waiting.set(
                            Optional.ofNullable(catchThrowable(() -> provider.call(MODEL, plain(), Sink.NONE)))));
            waiter.interrupt();
            waiter.join();
            assertThat(waiting.get()).containsInstanceOf(InterruptedException.class);
        }
        mayAnswer.countDown();
        holder.join();
        assertThat(first).hasValue("Hello");
        assertThat(provider.call(MODEL, plain(), Sink.NONE).text()).isEqualTo("Hello");
        assertThat(requests).hasValue(2);
    }

    @Test
    void noConnectionInTimeNamesItsSetting() throws Exception {
        var asked = new CountDownLatch(1);
        serve(1, new Timeouts(SHORT, LONG, LONG), client -> {
            asked.countDown();
            client.untilGone();
        });
        var holder = Thread.ofVirtual().start(() -> {
            var unused = catchThrowable(() -> provider.call(MODEL, plain(), Sink.NONE));
        });
        asked.await();
        var failed = failure(plain(), Sink.NONE);
        assertThat(failed.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failed.reason()).contains("timeouts.connect").contains("200 ms");
        holder.interrupt();
        holder.join();
    }

    @Test
    void aPlainAnswerThatStopsHalfWayTimesOut() throws Exception {
        serve(4, new Timeouts(LONG, LONG, SHORT), client -> {
            client.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\":[");
            client.untilGone();
        });
        assertThat(failure(plain(), Sink.NONE).reason()).contains("timeouts.idle");
    }

    /// Each byte comes in time, and the answer never.
    @Test
    void anAnswerThatDripsByteByByteTimesOut() throws Exception {
        serve(4, new Timeouts(LONG, LONG, SHORT), client -> {
            client.beginStream("data: {");
            while (true) {
                client.chunk(" ");
                Thread.sleep(20);
            }
        });
        assertThat(failure(plain(), Sink.NONE).reason()).contains("timeouts.idle");
        assertThat(failure(streaming(), Sink.NONE).reason()).contains("timeouts.idle");
    }

    @Test
    void linesThatSayNothingKeepAnAnswerAlive() throws Exception {
        serve(4, new Timeouts(LONG, LONG, Duration.ofSeconds(2)), client -> {
            client.beginStream(": a\n\n");
            for (int i = 0; i < 50; i++) {
                client.chunk("\n");
                Thread.sleep(50);
            }
            client.endStream(event("{\"content\":\"a\"}", "\"stop\"") + Wire.DONE);
        });
        assertThat(provider.call(MODEL, streaming(), Sink.NONE).text()).isEqualTo("a");
    }

    /// The listener is slower than the upstream is ever allowed to be.
    @Test
    void aSlowListenerIsNotTakenForASilentUpstream() throws Exception {
        var heard = new CountDownLatch(1);
        serve(4, new Timeouts(LONG, LONG, SHORT), client -> {
            client.beginStream(event("{\"content\":\"a\"}", "null"));
            heard.await();
            client.endStream(event("{\"content\":\"b\"}", "\"stop\"") + Wire.DONE);
        });
        var never = new CountDownLatch(1);
        var answer = provider.call(MODEL, streaming(), _ -> {
            if (heard.getCount() > 0 && !never.await(SHORT.toMillis() * 3, TimeUnit.MILLISECONDS)) heard.countDown();
        });
        assertThat(answer.text()).isEqualTo("ab");
    }

    @Test
    void theDeadlineEndsAStreamThatNeverStopsTalking() throws Exception {
        serve(4, Timeouts.DEFAULT, client -> {
            client.beginStream(": hello\n\n");
            while (true) client.chunk(": hello\n\n");
        });
        var endless = streaming();
        var request = new Request(
                endless.id(),
                endless.parent(),
                endless.tenant(),
                endless.model(),
                endless.messages(),
                endless.tools(),
                endless.options(),
                endless.wishes(),
                endless.fields(),
                endless.body(),
                endless.tags(),
                Instant.now().plus(SHORT));
        assertThat(failure(request, Sink.NONE).kind()).isEqualTo(Kind.LATE);
    }

    @Test
    void aClosedProviderSaysThatItFailed() throws Exception {
        serve(4, Timeouts.DEFAULT, client -> client.answer(200, Wire.answer("Hello")));
        provider.call(MODEL, plain(), Sink.NONE);
        provider.close();
        assertThat(failure(plain(), Sink.NONE).kind()).isEqualTo(Kind.BROKEN);
    }
}
