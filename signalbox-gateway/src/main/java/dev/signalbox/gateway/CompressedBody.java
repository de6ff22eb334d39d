package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.RouterException;
import dev.signalbox.chat.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Unpacks a request's body (`Content-Encoding: gzip` or `deflate`), never further than a body may be large.
final class CompressedBody {
    private static final int STEP_BYTES = 16 * 1024;

    private CompressedBody() {}

    /// Whether this gateway can unpack it; `identity` needs no unpacking.
    static boolean isKnown(String encoding) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity", "gzip", "x-gzip", "deflate" -> true;
            default -> false;
        };
    }

    /// @throws RouterException where the bytes are not what the encoding says, or are too many when unpacked
    static byte[] unpacked(String encoding, byte[] body, long bytesMax, ByteBudget.Lease lease) {
        var name = encoding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity")) return body;
        var out = new ByteArrayOutputStream(Math.min(body.length * 4, 1 << 20));
        try (InputStream in = name.equals("deflate")
                ? new InflaterInputStream(new ByteArrayInputStream(body))
                : new GZIPInputStream(new ByteArrayInputStream(body))) {
            var step = new byte[STEP_BYTES];
            for (int read = in.read(step); read >= 0; read = in.read(step)) {
                if (out.size() + (long) read > bytesMax) throw new RouterException(new Failure.TooLarge(bytesMax));
                if (!lease.take(read)) throw new RouterException(new Failure.Full());
                out.write(step, 0, read);
            }
            return out.toByteArray();
        } catch (IOException broken) {
            throw new RouterException(new Failure.Malformed(
                    "invalid_encoding",
                    "The body is not what `Content-Encoding: %s` says it is. Send it packed so, or without that header."
                            .formatted(name),
                    Optional.empty()));
        }
    }
}
