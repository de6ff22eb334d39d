package dev.signalbox.providers.http;

import dev.signalbox.chat.ByteBudget;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.provider.ProviderException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One request upstream and its answer: the only place where an event loop hands over to a walk's thread.
///
/// The event loop puts what arrives into a queue; the walk's thread takes it, and sleeps while there is nothing. A
/// plain answer is handed over once, when it is whole. A stream is handed over in what has arrived since the last time;
/// when the walk is slower than the upstream, the event loop stops reading, so that a slow client costs no memory. An
/// interrupt, a time limit or [#close] resets the request upstream, in whatever state it is.
///
/// Used by one walk at a time; the lock is held for moments only.
public final class Exchange implements AutoCloseable {
    private static final int READ_AHEAD_BYTES = 64 * 1024;
    private static final long LAST_BYTES_MS = 1000;
    /// So many bytes, or a line, are progress; an upstream that sends less in its idle time drips and has stalled.
    private static final int PROGRESS_BYTES = 256;
    /// What a stream may hold up at any time, here and on its way to a slow client, whatever it says.
    private static final int STREAM_BYTES = 128 * 1024;
    /// Of what a stream sends, the part that is surely no text: half of a short event, that is, so much a line.
    private static final int LINE_BYTES = 80;
    /// A plain answer is kept as it came, and as one piece.
    private static final int COPIES = 2;
    private static final int RETURNED_MAX = 32;

    /// A deadline further away counts as this far: nanoseconds run out after some centuries.
    private static final Duration LONG_ENOUGH = Duration.ofDays(1);

    private final HttpUpstream upstream;
    private final Context loop;
    private final RequestOptions asked;
    private final Buffer body;
    private final boolean streaming;
    private final Instant deadline;
    /// Pays for what has arrived, until the exchange is closed: a plain answer is kept whole, and of a stream its words
    /// are.
    private final ByteBudget.Lease lease;
    private final long startNanos = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> arrived = new ArrayDeque<>();
    private int arrivedBytes;
    private long totalBytes;
    private long progressNanos;
    private int sinceProgressBytes;
    /// Whether the walk has taken progress since it began to wait.
    private boolean progressTaken = true;
    private boolean progressArrived;
    private long waitingNanos;
    private boolean paused;
    private boolean closed;
    private boolean finished;
    private boolean reused;
    private boolean whole;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable Throwable failure;
    /// Of the walk's thread.
    private @Nullable Unpacking unpacking;

    private long unpackedBytes;

    Exchange(
            HttpUpstream upstream,
            RequestOptions asked,
            byte[] body,
            boolean streaming,
            Instant deadline,
            ByteBudget.Lease lease) {
        this.upstream = upstream;
        this.loop = upstream.loop();
        this.asked = asked;
        this.body = Buffer.buffer(body);
        this.streaming = streaming;
        this.deadline = deadline;
        this.lease = lease;
        loop.runOnContext(_ -> send(true));
    }

    // What the event loop does.

    private void send(boolean mayRetry) {
        if (isClosed()) return;
        if (mayRetry && streaming && !lease.take(STREAM_BYTES)) {
            end(new TransportErrors.NoRoom());
            return;
        }
        Future<HttpClientRequest> connected;
        try {
            connected = upstream.client().request(asked);
        } catch (IllegalStateException clientClosed) {
            end(clientClosed);
            return;
        }
        connected
                .compose(ready -> isWanted(ready) ? ready.send(body) : giveBack(ready))
                .onSuccess(this::head)
                .onFailure(cause -> {
                    // The server closed a kept-alive connection just as it was used: nothing was received, so once
                    // more. A new connection that closes is no accident of that kind.
                    if (mayRetry && reused && TransportErrors.isHangUp(cause)) send(false);
                    else end(cause);
                });
    }

    /// Holds the request, so that it can be reset; false when it comes too late.
    private boolean isWanted(HttpClientRequest ready) {
        // What fails the request fails its future, too; without a handler it would be logged as nobody's.
        ready.exceptionHandler(_ -> {});
        lock.lock();
        try {
            if (closed) return false;
            request = ready;
            reused = upstream.isReused(ready.connection());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of a connection that came too late. An HTTP/2 connection counts a stream as open until it has been begun
    /// and ended, and would run out of them, so it is begun; without its body the upstream does nothing.
    private static Future<HttpClientResponse> giveBack(HttpClientRequest ready) {
        var begun = ready.version() == HttpVersion.HTTP_2 ? ready.writeHead() : Future.<Void>succeededFuture();
        return begun.transform(_ -> ready.reset())
                .transform(_ -> Future.failedFuture(new HttpClosedException("not wanted")));
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
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
            progressNanos = System.nanoTime();
            if (streaming) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void bytes(Buffer more) {
        lock.lock();
        try {
            if (closed) return;
            noteProgress(more);
            totalBytes += more.length();
            if (totalBytes > upstream.options().answerBytesMax()) {
                refuse(new TransportErrors.ResponseTooLong());
            } else if (!lease.take(kept(more))) {
                refuse(new TransportErrors.NoRoom());
            } else {
                arrived.add(more);
                arrivedBytes += more.length();
                if (streaming && arrivedBytes > READ_AHEAD_BYTES && !paused && response != null) {
                    paused = true;
                    response.pause();
                }
            }
            if (streaming || failure != null) changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock. Servers keep a connection alive with blank lines or comments, so a line is progress, too.
    private void noteProgress(Buffer more) {
        sinceProgressBytes += more.length();
        if (sinceProgressBytes < PROGRESS_BYTES && !hasLine(more)) return;
        sinceProgressBytes = 0;
        progressNanos = System.nanoTime();
        progressArrived = true;
    }

    /// How much memory an arrived piece may take in the end. A stream's words are kept, in memory that grows in
    /// doublings.
    private long kept(Buffer more) {
        if (!streaming) return (long) COPIES * more.length();
        int lines = 0;
        for (int i = 0; i < more.length(); i++) {
            if (more.getByte(i) == '\n') lines++;
        }
        return Math.max(more.length() / 4, 2L * (more.length() - (long) LINE_BYTES * lines));
    }

    private static boolean hasLine(Buffer bytes) {
        for (int i = bytes.length() - 1; i >= 0; i--) {
            if (bytes.getByte(i) == '\n') return true;
        }
        return false;
    }

    /// Takes no more of the answer. Under the lock.
    private void refuse(Throwable cause) {
        failure = cause;
        closed = true;
        arrived.clear();
        reset();
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

    // What the walk's thread does.

    /// Status and headers of the answer.
    ///
    /// @param contentType empty where the upstream did not say
    /// @param server what the upstream calls itself; empty where it did not say
    /// @param returned its headers that pass on to a client
    public record Head(
            int status,
            String contentType,
            String server,
            Optional<String> retryAfter,
            Optional<String> retryAfterMs,
            Map<String, String> returned) {}

    /// Waits for the answer's head; of a plain answer, for its whole.
    public Head head() throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (failure == null && !whole && !(streaming && response != null)) await(startNanos);
            var head = response;
            // What a stream said before it failed still counts; the failure comes after it.
            if (head == null || failure != null && !streaming) throw failed();
            unpacking = Unpacking.of(head.getHeader("content-encoding"), this::arrived)
                    .orElse(null);
            return new Head(
                    head.statusCode(),
                    header(head, "content-type").orElse(""),
                    header(head, "server").orElse(""),
                    header(head, "retry-after"),
                    header(head, "retry-after-ms"),
                    returned(head));
        } finally {
            lock.unlock();
        }
    }

    private static Optional<String> header(HttpClientResponse head, String name) {
        return Optional.ofNullable(head.getHeader(name));
    }

    private Map<String, String> returned(HttpClientResponse head) {
        var returned = new LinkedHashMap<String, String>();
        for (var header : head.headers()) {
            if (returned.size() == RETURNED_MAX) break;
            if (upstream.options().passed().returns(header.getKey())) {
                returned.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return returned;
    }

    /// The next bytes of the answer, unpacked; empty at the end.
    public Optional<byte[]> next() throws ProviderException, InterruptedException {
        var packed = unpacking;
        if (packed == null) return arrived();
        try {
            var bytes = packed.next();
            if (bytes.isPresent()) payForUnpacked(bytes.get().length);
            return bytes;
        } catch (IOException notPacked) {
            throw TransportErrors.of(notPacked, upstream.options());
        }
    }

    private void payForUnpacked(int bytes) throws ProviderException {
        unpackedBytes += bytes;
        if (unpackedBytes > upstream.options().answerBytesMax()) {
            throw TransportErrors.of(new TransportErrors.ResponseTooLong(), upstream.options());
        }
        // While it is gathered, memory for it grows in doublings.
        if (!lease.take((COPIES + 1L) * bytes)) {
            throw TransportErrors.of(new TransportErrors.NoRoom(), upstream.options());
        }
    }

    /// The next bytes that have arrived, as the upstream has sent them; empty at the end.
    private Optional<byte[]> arrived() throws ProviderException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (progressTaken) waitingNanos = System.nanoTime();
            progressTaken = false;
            if (untilDeadline() <= 0) throw TransportErrors.late(upstream.options());
            while (arrived.isEmpty() && failure == null && !whole) await(waitingNanos);
            if (!arrived.isEmpty()) return Optional.of(take());
            if (failure != null) throw failed();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// All bytes up to the end.
    public byte[] rest() throws ProviderException, InterruptedException {
        var first = next();
        if (first.isEmpty()) return new byte[0];
        var second = next();
        if (second.isEmpty()) return first.get();
        var all = new ByteArrayOutputStream();
        all.writeBytes(first.get());
        for (var more = second; more.isPresent(); more = next()) all.writeBytes(more.get());
        return all.toByteArray();
    }

    private byte[] take() {
        var bytes = new byte[arrivedBytes];
        int at = 0;
        for (var buffer = arrived.poll(); buffer != null; buffer = arrived.poll()) {
            buffer.getBytes(bytes, at);
            at += buffer.length();
        }
        arrivedBytes = 0;
        progressTaken = progressArrived;
        progressArrived = false;
        if (paused && response != null) {
            paused = false;
            var reading = response;
            loop.runOnContext(_ -> reading.resume());
        }
        return bytes;
    }

    /// Sleeps until something changes, or throws for the limit that has passed.
    ///
    /// @param sinceNanos when the walk began to wait: before that, a pause was not the upstream's fault
    private void await(long sinceNanos) throws ProviderException, InterruptedException {
        var timeouts = upstream.options().timeouts();
        long now = System.nanoTime();
        boolean begun = response != null;
        long idle = Math.min(now - progressNanos, now - sinceNanos);
        long left =
                begun ? timeouts.idle().toNanos() - idle : timeouts.firstByte().toNanos() - (now - startNanos);
        long untilDeadline = untilDeadline();
        if (untilDeadline <= 0) throw TransportErrors.late(upstream.options());
        if (left <= 0)
            throw begun ? TransportErrors.stalled(upstream.options()) : TransportErrors.silent(upstream.options());
        // The head of a plain answer wakes nobody: look for it when it may be time to.
        long look = begun ? left : Math.min(left, timeouts.idle().toNanos());
        long unused = changed.awaitNanos(Math.min(look, untilDeadline));
    }

    private long untilDeadline() {
        var left = Duration.between(SteadyTime.now(upstream.clock()), deadline);
        if (left.isNegative()) return 0;
        return left.compareTo(LONG_ENOUGH) > 0 ? LONG_ENOUGH.toNanos() : left.toNanos();
    }

    private ProviderException failed() {
        return TransportErrors.of(
                failure == null ? new IllegalStateException("an end without a head") : failure, upstream.options());
    }

    /// Whether a connection has taken the request, so that the upstream may have worked on it.
    public boolean isSent() {
        lock.lock();
        try {
            return request != null;
        } finally {
            lock.unlock();
        }
    }

    /// Since the request was made, in milliseconds.
    public double elapsedMs() {
        return (System.nanoTime() - startNanos) / 1e6;
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
        lease.close();
    }

    /// Under the lock.
    private void reset() {
        var running = request;
        if (running == null) return;
        var reading = paused ? response : null;
        if (reading == null) {
            loop.runOnContext(_ -> running.reset());
            return;
        }
        // What is reset while it is paused leaves a connection that is not read, and Vert.x gives it to the next
        // request,
        // whose response would never come. So it is read first; what has arrived is dropped.
        paused = false;
        loop.runOnContext(_ -> {
            reading.resume();
            loop.runOnContext(_ -> running.reset());
        });
    }
}
