package dev.signalbox.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Gathers a request's body on its event loop, up to a limit. What comes after it is let pass unread, so that a client
/// that sends all before it listens still hears the refusal.
final class Incoming {
    private final long bytesMax;
    private final Runnable tooLarge;
    private Buffer body = Buffer.buffer();
    private boolean over;

    private Incoming(long bytesMax, Runnable tooLarge) {
        this.bytesMax = bytesMax;
        this.tooLarge = tooLarge;
    }

    static void read(HttpServerRequest request, long bytesMax, Consumer<byte[]> whole, Runnable tooLarge) {
        var incoming = new Incoming(bytesMax, tooLarge);
        if (incoming.declared(request) > bytesMax) incoming.refuse();
        request.handler(incoming::take);
        request.endHandler(_ -> {
            if (!incoming.over) whole.accept(incoming.body.getBytes());
        });
    }

    private long declared(HttpServerRequest request) {
        var length = request.getHeader("content-length");
        if (length == null) return 0;
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException absurd) {
            return Long.MAX_VALUE;
        }
    }

    private void take(Buffer piece) {
        if (over) return;
        if ((long) body.length() + piece.length() > bytesMax) refuse();
        else if (body.length() == 0) body = piece;
        else body = body.appendBuffer(piece);
    }

    private void refuse() {
        over = true;
        body = Buffer.buffer();
        tooLarge.run();
    }
}
