package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.chat.ByteBudget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Gathers a request's body on its event loop, up to a limit of its own and as far as the budget goes. What comes after
/// that is let pass unread, so that a client that sends all before it listens still hears the refusal.
final class BodyReader {
    /// What a request costs before its first byte: many that send next to nothing must not be free.
    private static final int LEAST_BYTES = 8 * 1024;

    private final long bytesMax;
    private final ByteBudget.Lease lease;
    private final Consumer<Failure> refused;
    private Buffer body = Buffer.buffer();
    private boolean over;

    private BodyReader(long bytesMax, ByteBudget.Lease lease, Consumer<Failure> refused) {
        this.bytesMax = bytesMax;
        this.lease = lease;
        this.refused = refused;
    }

    /// @param lease pays for the body; stays the caller's to close
    static void read(
            HttpServerRequest request,
            long bytesMax,
            ByteBudget.Lease lease,
            Consumer<byte[]> whole,
            Consumer<Failure> refused) {
        var bodyReader = new BodyReader(bytesMax, lease, refused);
        if (bodyReader.declared(request) > bytesMax) bodyReader.refuse(new Failure.TooLarge(bytesMax));
        else if (!lease.take(LEAST_BYTES)) bodyReader.refuse(new Failure.Full());
        request.handler(bodyReader::take);
        request.endHandler(_ -> {
            if (!bodyReader.over) whole.accept(bodyReader.body.getBytes());
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
        if ((long) body.length() + piece.length() > bytesMax) {
            refuse(new Failure.TooLarge(bytesMax));
        } else if (!lease.take(2L * piece.length())) {
            // Once as it comes, once as the whole that the request keeps.
            refuse(new Failure.Full());
        } else if (body.length() == 0) {
            body = piece;
        } else {
            body = body.appendBuffer(piece);
        }
    }

    private void refuse(Failure why) {
        over = true;
        body = Buffer.buffer();
        refused.accept(why);
    }
}
