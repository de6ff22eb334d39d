package dev.signalbox.gateway;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Closes HTTP/1 connections on which no request has run for too long. Such a connection is idle, or its client sends
/// the head of a request so slowly that it never ends (slowloris): each byte comes in time, so that a limit of silence
/// does not see it. [FirstHead] watches the first head of a connection. Thread-safe.
final class Connections {
    private final ConcurrentHashMap<HttpConnection, Use> open = new ConcurrentHashMap<>();

    private static final class Use {
        final AtomicInteger running = new AtomicInteger();
        volatile long freeNanos = System.nanoTime();
        /// Its streams end on their own.
        volatile boolean http2;
    }

    void opened(HttpConnection connection) {
        open.put(connection, new Use());
        connection.closeHandler(_ -> open.remove(connection));
    }

    /// A request's head has arrived.
    void begun(HttpServerRequest request) {
        var use = open.get(request.connection());
        if (use == null) return;
        if (request.version() == HttpVersion.HTTP_2) {
            use.http2 = true;
            return;
        }
        use.running.incrementAndGet();
        request.response().endHandler(_ -> {
            use.freeNanos = System.nanoTime();
            use.running.decrementAndGet();
        });
    }

    /// Closes those that have been without a request for longer.
    void closeIdle(Duration limit) {
        long now = System.nanoTime();
        open.forEach((connection, use) -> {
            if (use.http2 || use.running.get() > 0 || now - use.freeNanos <= limit.toNanos()) return;
            connection.close();
        });
    }
}
