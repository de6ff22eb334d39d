package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP/1.1 server of plain sockets: a script says what happens to each request, byte by byte.
final class SocketServer implements AutoCloseable {
    interface Script {
        void play(Client client) throws IOException, InterruptedException;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Script script;
    private volatile String lastHead = "";

    SocketServer(Script script) throws IOException {
        this.script = script;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    String lastHead() {
        return lastHead;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var client : open) client.close();
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                connections.incrementAndGet();
                open.add(client);
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            while (true) {
                var head = head(in);
                if (head.isEmpty()) return;
                lastHead = head;
                var length = head.toLowerCase()
                        .split("content-length:")[1]
                        .split("\r\n")[0]
                        .strip();
                var body = in.readNBytes(Integer.parseInt(length));
                script.play(new Client(client, in, new String(body, UTF_8)));
                if (client.isClosed()) return;
            }
        } catch (IOException | InterruptedException gone) {
            // The client closed the connection, or the test is over.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.toString().endsWith("\r\n\r\n")) return head.toString();
        }
        return "";
    }

    /// The server's end of one request.
    record Client(Socket socket, InputStream in, String asked) {
        boolean wantsStream() {
            return asked.contains("\"stream\":true");
        }

        void answer(int status, String body, String... headers) throws IOException {
            var bytes = body.getBytes(UTF_8);
            var extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            write("HTTP/1.1 %d X\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
                    .formatted(status, extra, bytes.length, body));
        }

        /// A stream in one piece; ended well, or by cutting the connection.
        void stream(String events, boolean endWell) throws IOException {
            beginStream(events);
            if (endWell) write("0\r\n\r\n");
            else close();
        }

        void beginStream(String events) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            chunk(events);
        }

        void chunk(String events) throws IOException {
            write(Integer.toHexString(events.getBytes(UTF_8).length) + "\r\n" + events + "\r\n");
        }

        /// Waits until the other side has closed the connection.
        void untilGone() throws IOException {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (SocketException reset) {
                // That is going, too.
            }
        }

        /// Sends the event again and again, and tells when it has not been able to for half a second.
        void untilBlocked(String event, AtomicInteger sent, CountDownLatch stopped) throws InterruptedException {
            var writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        chunk(event);
                        sent.incrementAndGet();
                    }
                } catch (IOException gone) {
                    // The test is over.
                }
            });
            int before;
            do {
                before = sent.get();
                if (writer.join(java.time.Duration.ofMillis(500))) return;
            } while (sent.get() != before);
            stopped.countDown();
            writer.join(TimeUnit.SECONDS.toMillis(20));
        }

        void close() throws IOException {
            socket.close();
        }

        void endStream(String events) throws IOException {
            chunk(events);
            write("0\r\n\r\n");
        }

        void write(String text) throws IOException {
            write(text.getBytes(UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }
    }
}
