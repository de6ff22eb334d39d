package dev.signalbox.gateway.replay;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.VertxConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/// Faults below the chat format: what proxies, networks and hostile servers do. Used on a request's event loop.
final class WireFaults {
    private static final Buffer PAGE = Buffer.buffer(
            "<!doctype html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n");

    private static final int BOMB_MEBIBYTES = 256;

    private WireFaults() {}

    private static final class Bomb {
        static final Buffer BYTES = packed();

        private static Buffer packed() {
            var bytes = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(bytes)) {
                var zeros = new byte[1 << 20];
                for (int i = 0; i < BOMB_MEBIBYTES; i++) out.write(zeros);
            } catch (IOException never) {
                throw new UncheckedIOException(never);
            }
            return Buffer.buffer(bytes.toByteArray());
        }
    }

    /// Resets the connection. Vert.x itself can only close one; a close without lingering is a reset.
    static void reset(HttpServerRequest request) {
        if (request.connection() instanceof VertxConnection connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    static void html(HttpServerResponse response) {
        response.putHeader("content-type", "text/html; charset=utf-8").end(PAGE);
    }

    static void bomb(Vertx vertx, HttpServerResponse response, boolean streaming) {
        response.putHeader("content-type", type(streaming)).putHeader("content-encoding", "gzip");
        // The first one takes a second or two to make.
        vertx.executeBlocking(() -> Bomb.BYTES, false).onSuccess(response::end);
    }

    /// Says it byte by byte, until the other side hangs up.
    static void drip(Vertx vertx, HttpServerResponse response, Buffer bytes, boolean streaming, Duration between) {
        response.putHeader("content-type", type(streaming)).setChunked(true);
        int[] said = {0};
        long timer = vertx.setPeriodic(Math.max(1, between.toMillis()), id -> {
            if (response.closed()) {
                vertx.cancelTimer(id);
            } else if (said[0] < bytes.length()) {
                response.write(bytes.slice(said[0], ++said[0]));
            } else {
                vertx.cancelTimer(id);
                response.end();
            }
        });
        response.closeHandler(_ -> vertx.cancelTimer(timer));
    }

    private static String type(boolean streaming) {
        return streaming ? "text/event-stream; charset=utf-8" : "application/json";
    }
}
