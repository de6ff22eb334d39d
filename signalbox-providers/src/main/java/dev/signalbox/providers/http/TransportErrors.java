package dev.signalbox.providers.http;

import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why an exchange came to nothing, in words for those who set the upstream up.
final class TransportErrors {
    private TransportErrors() {}

    /// What the client library reports when the other side hangs up.
    static boolean isHangUp(Throwable cause) {
        return cause instanceof HttpClosedException || cause instanceof IOException && !isConnecting(cause);
    }

    private static boolean isConnecting(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SSLException;
    }

    static ProviderException of(Throwable cause, UpstreamOptions upstream) {
        var name = upstream.name();
        return switch (cause) {
            case ResponseTooLong _ ->
                failed(
                        Kind.BROKEN,
                        "Provider `%s` sent more than %,d bytes, the limit set by `answer_bytes_max`.",
                        name,
                        upstream.answerBytesMax());
            case NoRoom _ ->
                failed(
                        Kind.NO_ROOM,
                        "The router's memory for answers is in use (`server.buffer_bytes_max`), so the answer of provider `%s` was given up.",
                        name);
            case ConnectTimeoutException _ -> notConnected(upstream);
            case TimeoutException _ -> notConnected(upstream);
            case UnknownHostException _ ->
                failed(
                        Kind.UNREACHABLE,
                        "The host `%s` of provider `%s` is not known; check its `url`.",
                        upstream.url().getHost(),
                        name);
            case ConnectException _ -> nobody(upstream);
            case NoRouteToHostException _ -> nobody(upstream);
            case SSLException _ -> untrusted(cause, upstream);
            default -> failed(Kind.BROKEN, "Provider `%s` broke the connection before its answer was whole.", name);
        };
    }

    private static ProviderException untrusted(Throwable cause, UpstreamOptions upstream) {
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof CertificateException) {
                return failed(
                        Kind.UNREACHABLE,
                        "Provider `%s` showed a certificate that is not trusted for `%s`; check its `url`, or name the"
                                + " certificate authority in `ca_file`.",
                        upstream.name(),
                        upstream.url().getHost());
            }
        }
        return failed(
                Kind.UNREACHABLE,
                "No secure connection (TLS) to provider `%s` could be agreed on at `%s`; check its `url`.",
                upstream.name(),
                upstream.url().getAuthority());
    }

    private static ProviderException nobody(UpstreamOptions upstream) {
        return failed(
                Kind.UNREACHABLE,
                "Nobody answers at `%s`, the address of provider `%s`.",
                upstream.url().getAuthority(),
                upstream.name());
    }

    private static ProviderException notConnected(UpstreamOptions upstream) {
        var limit = upstream.timeouts().connect();
        return timedOut(upstream, "no connection was free within %s (`timeouts.connect`)", limit);
    }

    static ProviderException silent(UpstreamOptions upstream) {
        var limit = upstream.timeouts().firstByte();
        return timedOut(upstream, "it did not begin to answer within %s (`timeouts.first_byte`)", limit);
    }

    static ProviderException stalled(UpstreamOptions upstream) {
        var limit = upstream.timeouts().idle();
        return timedOut(upstream, "it stopped in its answer for %s (`timeouts.idle`)", limit);
    }

    static ProviderException late(UpstreamOptions upstream) {
        return failed(Kind.LATE, "The request's deadline passed before provider `%s` had answered.", upstream.name());
    }

    private static ProviderException timedOut(UpstreamOptions upstream, String what, Duration limit) {
        var written = limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
        return failed(Kind.TIMED_OUT, "Provider `%s` timed out: " + what + ".", upstream.name(), written);
    }

    private static ProviderException failed(Kind kind, String message, @Nullable Object... words) {
        return new ProviderException(kind, message.formatted(words));
    }

    /// There is no memory for the answer at the moment.
    static final class NoRoom extends RuntimeException {
        NoRoom() {
            super(null, null, false, false);
        }
    }

    /// The answer has more bytes than are taken.
    static final class ResponseTooLong extends RuntimeException {
        ResponseTooLong() {
            super(null, null, false, false);
        }
    }
}
