package dev.signalbox.gateway;

import static dev.signalbox.gateway.ChatTest.error;
import static dev.signalbox.gateway.ChatTest.events;
import static dev.signalbox.gateway.Fixture.asking;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Usage;
import dev.signalbox.gateway.Fixture.Script;
import dev.signalbox.journal.Event;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients do with their connections.
class ConnectionTest {
    private static final String STREAM = ",\"stream\":true";
    private static final Answer HELLO = Answer.of("Hello.", Usage.NONE);

    @ParameterizedTest
    @ValueSource(strings = {"", STREAM})
    void aClientThatLeavesWhileNothingIsSaidEndsTheCallAtOnce(String more) throws Exception {
        var entered = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        Script waits = (model, request, sink) -> {
            entered.countDown();
            return interruptedly(cancelled);
        };
        try (var it = new Fixture(waits)) {
            try (var socket = it.ask(asking("auto", "x", more))) {
                entered.await();
                assertThat(socket.isConnected()).isTrue();
            }
            // Far longer than it takes, so that a busy machine does not fail this; the latency is measured elsewhere.
            assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
            awaitEnd(it, "req_1");
            assertThat(it.journal.events("req_1")).last().isInstanceOfSatisfying(Event.Failed.class, end -> assertThat(
                            end.code())
                    .isEqualTo("cancelled"));
        }
    }

    @Test
    void aClientThatLeavesAStreamEndsTheCallAtOnce() throws Exception {
        var cancelled = new CountDownLatch(1);
        Script speaks = (model, request, sink) -> {
            sink.accept(Chunk.text("one"));
            return interruptedly(cancelled);
        };
        try (var it = new Fixture(speaks)) {
            try (var socket = it.ask(asking("auto", "x", STREAM))) {
                readUntil(socket.getInputStream(), "one");
            }
            assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatCancelsAnHttp2StreamEndsTheCallAndKeepsTheConnection() throws Exception {
        var entered = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        Script waits = (model, request, sink) -> {
            if (!request.last().text().equals("wait")) return HELLO;
            entered.countDown();
            return interruptedly(cancelled);
        };
        try (var it = new Fixture(waits);
                var http = HttpClient.newHttpClient()) {
            // The first request upgrades the connection to HTTP/2; only then is there a stream to cancel.
            http.send(http2(it, "hello"), BodyHandlers.ofString());
            var waiting = http.sendAsync(http2(it, "wait"), BodyHandlers.ofString());
            entered.await();
            waiting.cancel(true);
            assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(http.send(http2(it, "hello"), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpRequest http2(Fixture it, String text) {
        return HttpRequest.newBuilder(it.uri("/v1/chat/completions"))
                .version(HttpClient.Version.HTTP_2)
                .POST(BodyPublishers.ofString(asking("auto", text, "")))
                .build();
    }

    private static Answer interruptedly(CountDownLatch cancelled) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
            return HELLO;
        } catch (InterruptedException stopped) {
            cancelled.countDown();
            throw stopped;
        }
    }

    /// The last event is journaled by the walk's own thread, after the provider has let go.
    private static void awaitEnd(Fixture it, String id) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (it.journal.events(id).stream().noneMatch(Event.Failed.class::isInstance) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSlowReaderHoldsTheSpeakerBackAndTakesNoMemory() throws Exception {
        var piece = "x".repeat(10_000);
        var accepted = new AtomicLong();
        var heldBack = new CountDownLatch(1);
        Script floods = (model, request, sink) -> {
            for (int i = 0; i < 3_000; i++) {
                long before = System.nanoTime();
                sink.accept(Chunk.text(piece));
                accepted.addAndGet(piece.length());
                if (System.nanoTime() - before > TimeUnit.MILLISECONDS.toNanos(300)) heldBack.countDown();
            }
            sink.accept(Chunk.finish(Finish.DONE));
            return HELLO;
        };
        try (var it = new Fixture(floods);
                var socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", it.gateway.port()));
            socket.getOutputStream().write(Fixture.raw(asking("auto", "x", STREAM)));
            long stuckAt = awaitStandstill(accepted);
            // 30 MB are on offer. What was taken fits the two queues of 64 KiB and the kernel's buffers.
            assertThat(stuckAt).isPositive().isLessThan(12_000_000);
            var all = readUntil(socket.getInputStream(), "data: [DONE]\n\n");
            assertThat(all.length()).isGreaterThan(30_000_000);
            assertThat(heldBack.getCount()).isZero();
        }
    }

    /// The count, once it has not moved for half a second.
    private static long awaitStandstill(AtomicLong count) throws InterruptedException {
        long seen = -1;
        while (seen != count.get() || seen == 0) {
            seen = count.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return seen;
    }

    @Test
    void aSilentStreamSaysThatItIsAliveAndThenFailsInTheStream() throws Exception {
        var goOn = new CountDownLatch(1);
        Script slow = (model, request, sink) -> {
            goOn.await();
            throw new ProviderException(Kind.TIMED_OUT, "`small` said nothing for 60 s.");
        };
        try (var it = new Fixture(slow, quick(Duration.ofMillis(40), Duration.ofSeconds(5)));
                var socket = it.ask(asking("auto", "x", STREAM))) {
            var head = readUntil(socket.getInputStream(), ": hold\n\n");
            assertThat(head).startsWith("HTTP/1.1 200 OK").contains("x-signalbox-request: req_1");
            readUntil(socket.getInputStream(), ": hold\n\n");
            goOn.countDown();
            var rest = readUntil(socket.getInputStream(), "0\r\n\r\n");
            assertThat(rest).contains("\"code\":\"upstream_timed_out\"").doesNotContain("[DONE]");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        Script echo = (model, request, sink) -> {
            sink.accept(Chunk.text(request.last().text()));
            return Answer.of(request.last().text(), Usage.NONE);
        };
        try (var it = new Fixture(echo);
                var socket = new Socket("127.0.0.1", it.gateway.port())) {
            var out = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < 20; i++)
                out.writeBytes(Fixture.raw(asking("auto", "<" + i + ">", i % 2 == 0 ? "" : STREAM)));
            out.writeBytes(Fixture.raw(asking("auto", "the end", "")));
            socket.getOutputStream().write(out.toByteArray());
            var all = readUntil(socket.getInputStream(), "the end");
            int at = -1;
            for (int i = 0; i < 20; i++) {
                int next = all.indexOf("<" + i + ">");
                assertThat(next).isGreaterThan(at);
                at = next;
            }
        }
    }

    @Test
    void aRequestThatComesByteByByteIsOne() throws Exception {
        try (var it = new Fixture((model, request, sink) -> HELLO);
                var socket = new Socket("127.0.0.1", it.gateway.port())) {
            socket.setTcpNoDelay(true);
            for (byte one : Fixture.raw(asking("auto", "ü", ""))) {
                socket.getOutputStream().write(one);
                socket.getOutputStream().flush();
            }
            assertThat(readUntil(socket.getInputStream(), "Hello.")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void closingLetsRunningRequestsEndAndNoneIn() throws Exception {
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Script slow = (model, request, sink) -> {
            sink.accept(Chunk.text("one"));
            entered.countDown();
            goOn.await();
            sink.accept(Chunk.finish(Finish.DONE));
            return HELLO;
        };
        try (var it = new Fixture(slow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> it.chat(asking("auto", "x", STREAM)));
            entered.await();
            var closing = threads.submit(it.gateway::close);
            while (it.get("/readyz").statusCode() != 503) Thread.onSpinWait();
            assertThat(it.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(it.chat(asking("auto", "x", "")).statusCode()).isEqualTo(503);
            assertThat(closing.isDone()).isFalse();
            goOn.countDown();
            assertThat(running.get().body()).endsWith("data: [DONE]\n\n");
            closing.get();
        }
    }

    @Test
    void closingEndsWhatDoesNotEndByItself() throws Exception {
        var entered = new CountDownLatch(2);
        Script stuck = (model, request, sink) -> {
            if (request.options().streaming()) sink.accept(Chunk.text("one"));
            entered.countDown();
            new CountDownLatch(1).await();
            return HELLO;
        };
        try (var it = new Fixture(stuck, quick(Duration.ofSeconds(15), Duration.ofMillis(50)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var plain = threads.submit(() -> it.chat(asking("auto", "x", "")));
            var stream = threads.submit(() -> it.chat(asking("auto", "x", STREAM)));
            entered.await();
            it.gateway.close();
            assertThat(plain.get().statusCode()).isEqualTo(503);
            assertThat(error(plain.get().body()).path("code").asString()).isEqualTo("draining");
            assertThat(error(events(stream.get().body()).getLast()).path("code").asString())
                    .isEqualTo("draining");
        }
    }

    /// Each byte comes in time, and the head never: the connection is closed all the same.
    @Test
    void aHeadThatDripsEndsTheConnection() throws Exception {
        var options = quick(Duration.ofSeconds(1), Duration.ZERO).withIdle(Duration.ofMillis(500));
        try (var it = new Fixture((_, _, _) -> HELLO, options);
                var socket = new Socket("127.0.0.1", it.gateway.port())) {
            var get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
            socket.getOutputStream().write((get + "\r\n").getBytes(UTF_8));
            readUntil(socket.getInputStream(), "ok\n");
            socket.getOutputStream().write((get + "X: ").getBytes(UTF_8));
            assertThat(bytesUntilClosed(socket)).isLessThan(500);
        }
    }

    /// Sends a byte at a time until the other side has closed.
    private static int bytesUntilClosed(Socket socket) {
        int sent = 0;
        try {
            socket.setSoTimeout(50);
            while (sent < 500) {
                socket.getOutputStream().write('a');
                sent++;
                try {
                    if (socket.getInputStream().read() < 0) return sent;
                } catch (SocketTimeoutException stillOpen) {
                    // On with the next byte.
                }
            }
        } catch (IOException closed) {
            return sent;
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", STREAM})
    void aConnectionWhoseRequestRunsForLongIsNotIdle(String more) throws Exception {
        var options = quick(Duration.ofSeconds(30), Duration.ZERO).withIdle(Duration.ofMillis(200));
        Script slow = (_, _, _) -> {
            Thread.sleep(1_500);
            return HELLO;
        };
        try (var it = new Fixture(slow, options);
                var socket = it.ask(asking("auto", "x", more))) {
            assertThat(readUntil(socket.getInputStream(), more.isEmpty() ? "Hello." : "[DONE]"))
                    .contains("Hello.");
        }
    }

    private static GatewayOptions quick(Duration keepAlive, Duration drain) {
        return new GatewayOptions(
                "127.0.0.1", 0, 1_000_000, 10, Duration.ofSeconds(30), keepAlive, drain, ClientKeys.NONE);
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var read = new StringBuilder();
        var bytes = new byte[64 * 1024];
        while (read.indexOf(end, Math.max(0, read.length() - bytes.length - end.length())) < 0) {
            int count = in.read(bytes);
            if (count < 0) throw new IOException("the connection closed after: " + read);
            read.append(new String(bytes, 0, count, UTF_8));
        }
        return read.toString();
    }
}
