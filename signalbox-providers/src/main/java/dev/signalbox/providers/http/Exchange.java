package dev.signalbox.providers.http;

import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One request upstream and its answer: the only place where an event loop hands over to a walk's thread.
///
/// The event loop puts what arrives into a queue; the walk's thread takes it, and sleeps while there is nothing. A
// plain
/// answer is handed over once, when it is whole. A stream is handed over in what has arrived since the last time; when
// the
/// walk is slower than the upstream, the event loop stops reading, so that a slow client costs no memory. An interrupt,
// a
/// time limit or [#close] resets the request upstream, in whatever state it is.
///
/// Used by one walk at a time; the lock is held for moments only.
public final class Exchange implements AutoCloseable {
    private static final int READ_AHEAD_BYTES = 256 * 1024;
    private static final long LAST_BYTES_MS = 1000;

    /// A deadline further away counts as this far: nanoseconds run out after some centuries.
    private static final Duration LONG_ENOUGH = Duration.ofDays(1);

    private final HttpUpstream upstream;
    private final Context loop;
    private final boolean streaming;
    private final Instant deadline;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> arrived = new ArrayDeque<>();
    private int arrivedBytes;
    private long totalBytes;
    private boolean paused;
    private boolean closed;
    private boolean finished;
    private boolean whole;
    private long lastByteNanos;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable Throwable failure;

    Exchange(HttpUpstream upstream, String path, byte[] body, boolean streaming, Instant deadline) {
        this.upstream = upstream;
        this.loop = upstream.loop();
        this.streaming = streaming;
        this.deadline = deadline;
        loop.runOnContext(_ -> send(path, Buffer.buffer(body), true));
    }

    // What the event loop does.

    private void send(String path, Buffer body, boolean mayRetry) {
        Future<HttpClientRequest> connected;
        try {
            connected = upstream.client().request(upstream.request(path, streaming));
        } catch (IllegalStateException clientClosed) {
            end(clientClosed);
            return;
        }
        connected
                .compose(ready -> {
                    hold(ready);
                    return ready.send(body);
                })
                .onSuccess(this::head)
                .onFailure(cause -> {
                    // The server closed a kept-alive connection just as it was used: nothing was received, so once
                    // more.
                    if (mayRetry && cause instanceof HttpClosedException && !isClosed()) send(path, body, false);
                    else end(cause);
                });
    }

    private void hold(HttpClientRequest ready) {
        lock.lock();
        try {
            request = ready;
            if (closed) ready.reset();
        } finally {
            lock.unlock();
        }
    }

    private void head(HttpClientResponse head) {
        head.handler(this::bytes);
        head.exceptionHandler(this::end);
        head.endHandler(_ -> end(null));
        lock.lock();
        try {
            response = head;
            lastByteNanos = System.nanoTime();
            if (streaming) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void bytes(Buffer more) {
        lock.lock();
        try {
            if (finished) return;
            totalBytes += more.length();
            if (totalBytes > upstream.options().answerBytesMax()) {
                failure = new AnswerTooLong();
                changed.signal();
                reset();
                return;
            }
            arrived.add(more);
            arrivedBytes += more.length();
            lastByteNanos = System.nanoTime();
            if (streaming && arrivedBytes > READ_AHEAD_BYTES && !paused && response != null) {
                paused = true;
                response.pause();
            }
            if (streaming) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (failure == null) failure = cause;
            whole = cause == null;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    // What the walk's thread does.

    /// Status and headers of the answer.
    ///
    /// @param contentType empty where the upstream did not say
    public record Head(int status, String contentType, Optional<String> retryAfter, Optional<String> retryAfterMs) {}

    /// Waits for the answer's head; of a plain answer, for its whole.
    public Head head() throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (failure == null && !(whole || (streaming && response != null))) await();
            var head = response;
            // What a stream said before it failed still counts; the failure comes after it.
            if (failure != null && !(streaming && head != null)) throw failed(failure);
            if (head == null) throw failed(new IllegalStateException("an end without a head"));
            var type = head.getHeader("content-type");
            return new Head(
                    head.statusCode(),
                    type == null ? "" : type,
                    Optional.ofNullable(head.getHeader("retry-after")),
                    Optional.ofNullable(head.getHeader("retry-after-ms")));
        } finally {
            lock.unlock();
        }
    }

    /// The next bytes that have arrived; empty at the end.
    public Optional<byte[]> next() throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (arrived.isEmpty() && failure == null && !whole) await();
            if (arrived.isEmpty()) {
                if (failure != null) throw failed(failure);
                return Optional.empty();
            }
            return Optional.of(take());
        } finally {
            lock.unlock();
        }
    }

    /// All bytes up to the end.
    public byte[] rest() throws ProviderException, InterruptedException {
        var all = new ByteArrayOutputStream();
        for (var bytes = next(); bytes.isPresent(); bytes = next()) {
            if (all.size() == 0 && isWhole()) return bytes.get();
            all.writeBytes(bytes.get());
        }
        return all.toByteArray();
    }

    private boolean isWhole() {
        lock.lock();
        try {
            return whole && arrived.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private byte[] take() {
        var bytes = new byte[arrivedBytes];
        int at = 0;
        for (var buffer = arrived.poll(); buffer != null; buffer = arrived.poll()) {
            buffer.getBytes(bytes, at);
            at += buffer.length();
        }
        arrivedBytes = 0;
        if (paused && response != null) {
            paused = false;
            var reading = response;
            loop.runOnContext(_ -> reading.resume());
        }
        return bytes;
    }

    /// Sleeps until something changes, or throws for the limit that passes first.
    private void await() throws ProviderException, InterruptedException {
        var timeouts = upstream.options().timeouts();
        long toDeadline = nanos(Duration.between(upstream.clock().instant(), deadline));
        if (toDeadline <= 0) throw timedOut("the request's deadline passed");
        boolean begun = response != null;
        long limit = begun
                ? timeouts.idle().toNanos() - (System.nanoTime() - lastByteNanos)
                : timeouts.firstByte().toNanos();
        if (limit > 0) {
            boolean inTime = changed.awaitNanos(Math.min(limit, toDeadline)) > 0;
            if (inTime || limit > toDeadline || (response != null) != begun) return;
            if (begun && System.nanoTime() - lastByteNanos < timeouts.idle().toNanos()) return;
            if (failure != null || whole || !arrived.isEmpty()) return;
        }
        if (begun) throw timedOut("it said nothing for %s (`timeouts.idle`)".formatted(seconds(timeouts.idle())));
        throw timedOut("it did not begin to answer within %s (`timeouts.first_byte`)"
                .formatted(seconds(timeouts.firstByte())));
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(LONG_ENOUGH) > 0 ? LONG_ENOUGH.toNanos() : duration.toNanos();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private ProviderException timedOut(String what) {
        return new ProviderException(
                Kind.TIMED_OUT,
                "Provider `%s` timed out: %s.".formatted(upstream.options().name(), what));
    }

    private ProviderException failed(Throwable cause) {
        var name = upstream.options().name();
        return switch (cause) {
            case AnswerTooLong _ ->
                new ProviderException(
                        Kind.BROKEN,
                        "Provider `%s` sent more than %,d bytes (`answer_bytes_max`)."
                                .formatted(name, upstream.options().answerBytesMax()));
            case ConnectTimeoutException _ -> notConnected();
            case TimeoutException _ -> notConnected();
            case UnknownHostException _ ->
                new ProviderException(
                        Kind.UNREACHABLE,
                        "The host of provider `%s` (`%s`) is not known; check its `url`."
                                .formatted(name, upstream.options().url().getHost()));
            case ConnectException _ -> nobody();
            case NoRouteToHostException _ -> nobody();
            case SSLException _ ->
                new ProviderException(
                        Kind.UNREACHABLE,
                        "Provider `%s` showed a certificate that is not trusted; check its `url`, or set `ca_file`."
                                .formatted(name));
            default ->
                new ProviderException(
                        Kind.BROKEN, "Provider `%s` broke the connection before its answer was whole.".formatted(name));
        };
    }

    private ProviderException notConnected() {
        return timedOut("no connection within %s (`timeouts.connect`)"
                .formatted(seconds(upstream.options().timeouts().connect())));
    }

    private ProviderException nobody() {
        var url = upstream.options().url();
        return new ProviderException(
                Kind.UNREACHABLE,
                "Nobody answers at `%s`, the address of provider `%s`."
                        .formatted(url.getAuthority(), upstream.options().name()));
    }

    /// All that matters has been said. Whatever else comes is thrown away, so that the connection can be used again; an
    /// upstream that does not come to its end soon loses it.
    public void finish() {
        lock.lock();
        try {
            if (whole || closed) return;
            closed = true;
            finished = true;
            var reading = response;
            if (paused && reading != null) loop.runOnContext(_ -> reading.resume());
            loop.owner().setTimer(LAST_BYTES_MS, _ -> resetUnlessWhole());
        } finally {
            lock.unlock();
        }
    }

    private void resetUnlessWhole() {
        lock.lock();
        try {
            if (!whole) reset();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the exchange. What is still to come of the answer is not wanted, so the request is reset upstream.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (!whole && !finished) reset();
        } finally {
            lock.unlock();
        }
    }

    private void reset() {
        var running = request;
        if (running != null) loop.runOnContext(_ -> running.reset());
    }

    private static final class AnswerTooLong extends RuntimeException {
        AnswerTooLong() {
            super(null, null, false, false);
        }
    }
}
