package dev.signalbox.providers.http;

import dev.signalbox.provider.ProviderException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks an answer (`Content-Encoding: gzip` or `deflate`) on the thread that reads it, a step at a time.
///
/// An event loop must not do this: a few kilobytes can unpack to gigabytes, and meanwhile the loop serves nobody else.
/// Used by one thread.
final class Unpacking {
    private static final int STEP_BYTES = 16 * 1024;

    private final String encoding;
    private final Packed packed;
    private @Nullable InputStream unpacked;

    /// Where the packed bytes come from.
    interface Source {
        /// Empty at the end.
        Optional<byte[]> next() throws ProviderException, InterruptedException;
    }

    private Unpacking(String encoding, Source source) {
        this.encoding = encoding;
        this.packed = new Packed(source);
    }

    /// Empty where the encoding is none, or one that was not asked for: then the bytes are taken as they come.
    static Optional<Unpacking> of(@Nullable String encoding, Source source) {
        var name = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "gzip", "x-gzip", "deflate" -> Optional.of(new Unpacking(name, source));
            default -> Optional.empty();
        };
    }

    /// The next bytes; empty at the end.
    ///
    /// @throws IOException where the bytes are not packed so
    Optional<byte[]> next() throws IOException, ProviderException, InterruptedException {
        try {
            var in = unpacked;
            if (in == null) {
                in = encoding.equals("deflate") ? new InflaterInputStream(packed) : new GZIPInputStream(packed);
                unpacked = in;
            }
            var step = new byte[STEP_BYTES];
            int read = in.read(step);
            return read < 0 ? Optional.empty() : Optional.of(read == step.length ? step : Arrays.copyOf(step, read));
        } catch (Packed.Ended ended) {
            if (ended.failed != null) throw ended.failed;
            throw new InterruptedException();
        }
    }

    /// The packed bytes as a stream.
    private static final class Packed extends InputStream {
        private final Source source;
        private InputStream arrived = new ByteArrayInputStream(new byte[0]);

        Packed(Source source) {
            this.source = source;
        }

        /// Carries through the stream what a stream may not throw.
        private static final class Ended extends IOException {
            private static final long serialVersionUID = 1;

            final transient @Nullable ProviderException failed;

            Ended(@Nullable ProviderException failed) {
                this.failed = failed;
            }
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = arrived.read(into, offset, length);
            while (read < 0) {
                var more = more();
                if (more.isEmpty()) return -1;
                arrived = new ByteArrayInputStream(more.get());
                read = arrived.read(into, offset, length);
            }
            return read;
        }

        private Optional<byte[]> more() throws Ended {
            try {
                return source.next();
            } catch (ProviderException failed) {
                throw new Ended(failed);
            } catch (InterruptedException stopped) {
                throw new Ended(null);
            }
        }
    }
}
