package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.verify.endtoend.StreamingUpstream.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client can do to take the memory of a gateway that has little of it. The gateway survives, and goes on
/// serving
/// another tenant.
class MemoryAttackTest {
    private static final String HEAP = "-Xmx256m";
    private static final int MEBIBYTE = 1 << 20;

    private final List<Socket> sockets = new ArrayList<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private StreamingUpstream upstream;

    @SuppressWarnings("NullAway.Init")
    private GatewayProcess gateway;

    @SuppressWarnings("NullAway.Init")
    private Neighbour neighbour;

    @BeforeEach
    void start() throws Exception {
        upstream = new StreamingUpstream();
        upstream.plays("good", line -> line.answer(200, """
                {"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":2}}"""));
        upstream.plays("endless", MemoryAttackTest::thirtyMebibytes);
        upstream.plays("bomb", MemoryAttackTest::bomb);
        upstream.plays("silent", Line::hang);
        gateway = GatewayProcess.serve(settings(), HEAP, "-XX:+ExitOnOutOfMemoryError");
        neighbour = new Neighbour(gateway.url(), "sk-neighbour", "good");
        neighbour.isAnswered(1);
    }

    private Path settings() throws IOException {
        return Files.writeString(folder.resolve("signalbox.yaml"), """
                server:
                  host: 127.0.0.1
                  port: 0
                  idle: 5s
                  keys: {mallory: sk-mallory, neighbour: sk-neighbour}
                encoder: {kind: none}
                providers:
                  scripted: {url: "%s"}
                models:
                  good: {provider: scripted, price: {input: 1, output: 1}}
                  endless: {provider: scripted, price: {input: 1, output: 1}}
                  bomb: {provider: scripted, price: {input: 1, output: 1}}
                  silent: {provider: scripted, price: {input: 1, output: 1}}
                routes:
                  default: {models: [good]}
                """.formatted(upstream.url()));
    }

    @AfterEach
    void stop() throws IOException {
        neighbour.close();
        for (var socket : sockets) socket.close();
        gateway.close();
        upstream.close();
    }

    private void survived() throws InterruptedException {
        try {
            neighbour.isAnswered(20);
        } finally {
            assertThat(gateway.isAlive()).as(gateway.said()).isTrue();
            assertThat(gateway.said()).doesNotContain("OutOfMemory");
        }
    }

    private Socket connect() throws IOException {
        var url = URI.create(gateway.url());
        var socket = new Socket(url.getHost(), url.getPort());
        sockets.add(socket);
        return socket;
    }

    private static byte[] head(String line, int length) {
        return """
                %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer sk-mallory\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(line, length).getBytes(UTF_8);
    }

    private void ask(String model, boolean stream) throws IOException {
        var body = "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                .formatted(model, stream)
                .getBytes(UTF_8);
        var out = connect().getOutputStream();
        out.write(head("POST /v1/chat/completions", body.length));
        out.write(body);
        out.flush();
    }

    private static void thirtyMebibytes(Line line) throws IOException {
        line.open();
        var event = StreamingUpstream.event("endless", "{\"content\":\"%s\"}".formatted("word ".repeat(200)), "null")
                .repeat(16)
                .getBytes(UTF_8);
        for (int sent = 0; sent < 30 * MEBIBYTE; sent += event.length) line.raw(event);
        line.finish("stop");
    }

    private static final class Bomb {
        static final byte[] BYTES = packed();

        private static byte[] packed() {
            var bytes = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(bytes)) {
                var zeros = new byte[MEBIBYTE];
                for (int i = 0; i < 256; i++) out.write(zeros);
            } catch (IOException never) {
                throw new AssertionError(never);
            }
            return bytes.toByteArray();
        }
    }

    private static void bomb(Line line) throws IOException {
        var out = line.socket().getOutputStream();
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                        .formatted(Bomb.BYTES.length)
                        .getBytes(UTF_8));
        out.write(Bomb.BYTES);
    }

    @Test
    void streamsThatNobodyReads() throws Exception {
        for (int i = 0; i < 300; i++) ask("endless", true);
        survived();
    }

    @Test
    void packedAnswersThatUnpackToGigabytes() throws Exception {
        for (int i = 0; i < 32; i++) ask("bomb", i % 2 == 0);
        survived();
    }

    @Test
    void bodiesOfWhichOneByteComes() throws Exception {
        for (int i = 0; i < 1_030; i++) {
            var out = connect().getOutputStream();
            out.write(head("POST /v1/chat/completions", 2));
            out.write('{');
            out.flush();
        }
        survived();
    }

    @Test
    void requestsToAModelThatNeverAnswers() throws Exception {
        for (int i = 0; i < 1_030; i++) ask("silent", false);
        survived();
    }

    @Test
    void headsThatNeverEnd() throws Exception {
        var slow = new ArrayList<Socket>();
        for (int i = 0; i < 300; i++) {
            var socket = connect();
            socket.getOutputStream().write("POST /v1/chat/completions HTTP/1.1\r\nX: ".getBytes(UTF_8));
            slow.add(socket);
        }
        survived();
        // Each of them is closed in the end, though a byte comes all the while.
        for (int round = 0; !slow.isEmpty(); round++) {
            assertThat(round).as("rounds while heads are open").isLessThan(600);
            slow.removeIf(MemoryAttackTest::isClosed);
            Thread.sleep(50);
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            return socket.getInputStream().available() > 0;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void largeBodiesWhereNoneBelongs() throws Exception {
        var part = new byte[MEBIBYTE];
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < 230; i++) {
            var out = connect().getOutputStream();
            out.write(head(i % 2 == 0 ? "GET /healthz" : "POST /healthz", 30 * MEBIBYTE));
            senders.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int sent = 0; sent < 30; sent++) out.write(part);
                } catch (IOException refused) {
                    // As it should be.
                }
            }));
        }
        survived();
        for (var socket : sockets) socket.close();
        for (var sender : senders) sender.join();
    }
}
