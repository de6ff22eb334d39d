package dev.signalbox.verify.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An OpenAI-compatible server of plain sockets: for each model a script says, byte by byte, what happens to a request.
final class StreamingUpstream implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, StringBuffer> said = new ConcurrentHashMap<>();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

    /// How a model answers.
    interface Script {
        void play(Line line) throws IOException, InterruptedException;
    }

    StreamingUpstream() throws IOException {
        Thread.ofVirtual().start(this::listen);
    }

    void plays(String model, Script script) {
        scripts.put(model, script);
    }

    String url() {
        return "http://127.0.0.1:%d/v1".formatted(socket.getLocalPort());
    }

    /// What it was asked so far, in order.
    List<JsonNode> asked() {
        return asked;
    }

    /// What a model said to the last request that it had, so far.
    String said(String model) {
        return Optional.ofNullable(said.get(model)).map(StringBuffer::toString).orElse("");
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var client : open) client.close();
    }

    private void listen() {
        try {
            while (true) {
                var client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            // Each write is to leave at once, in a packet of its own.
            client.setTcpNoDelay(true);
            var in = new BufferedInputStream(client.getInputStream());
            for (var head = head(in); !head.isEmpty() && !client.isClosed(); head = head(in)) {
                var length =
                        head.split("content-length:")[1].lines().findFirst().orElseThrow();
                var request = JSON.readTree(in.readNBytes(Integer.parseInt(length.strip())));
                asked.add(request);
                var model = request.path("model").asString();
                var words = new StringBuffer();
                said.put(model, words);
                Optional.ofNullable(scripts.get(model)).orElseThrow().play(new Line(client, in, request, words));
            }
        } catch (IOException gone) {
            // The other side has closed the connection, or the test is over.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (b == '\n' && head.indexOf("\r\n\r\n") >= 0)
                return head.toString().toLowerCase(Locale.ROOT);
        }
        return "";
    }

    /// One event of a stream, as servers that keep to OpenAI's rules write it.
    ///
    /// @param delta JSON
    /// @param finish JSON
    static String event(String model, String delta, String finish) {
        return """
                data: {"id":"chatcmpl-%1$s","object":"chat.completion.chunk","created":1,"model":"%1$s",\
                "choices":[{"index":0,"delta":%2$s,"finish_reason":%3$s}]}

                """.formatted(model, delta, finish);
    }

    /// The server's end of one request.
    ///
    /// @param said the words of its deltas so far
    record Line(Socket socket, InputStream in, JsonNode asked, StringBuffer said) {
        private String model() {
            return asked.path("model").asString();
        }

        /// A whole answer that is no stream.
        void answer(int status, String json) throws IOException {
            var bytes = json.getBytes(UTF_8);
            write("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    .formatted(status, bytes.length));
            write(bytes);
        }

        /// Begins a stream.
        void open() throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        /// Begins a stream and says these words, each in a delta of its own.
        void say(String... words) throws IOException {
            open();
            event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
            for (var word : words) delta(word);
        }

        void delta(String word) throws IOException {
            said.append(word);
            event("{\"content\":%s}".formatted(JSON.writeValueAsString(word)), "null");
        }

        void event(String delta, String finish) throws IOException {
            raw(StreamingUpstream.event(model(), delta, finish));
        }

        /// Ends a stream well.
        void finish(String reason) throws IOException {
            event("{}", "\"%s\"".formatted(reason));
            raw("data: [DONE]\n\n");
            end();
        }

        /// Ends the body, whatever was said in it.
        void end() throws IOException {
            write("0\r\n\r\n");
        }

        void raw(String part) throws IOException {
            raw(part.getBytes(UTF_8));
        }

        /// A part of a stream's body, in one packet.
        void raw(byte[] part) throws IOException {
            var size = (Integer.toHexString(part.length) + "\r\n").getBytes(UTF_8);
            var chunk = new byte[size.length + part.length + 2];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(part, 0, chunk, size.length, part.length);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            write(chunk);
        }

        /// Breaks the connection off.
        void cut() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Says no more, until the other side has closed the connection.
        void hang() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        private void write(String text) throws IOException {
            write(text.getBytes(UTF_8));
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }
    }
}
