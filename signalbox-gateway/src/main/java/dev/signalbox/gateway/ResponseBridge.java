package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request where an event loop hands it over to a thread that may block, and where that thread's words come back to
/// the loop. Nothing else in this module crosses between the two.
///
/// - The request runs on one virtual thread of its own. When the client goes away, the thread is interrupted.
/// - A plain reply takes one hop to the loop.
/// - A stream's bytes gather while the loop is busy and go out in one write and one flush, so a burst of chunks takes
///   one hop, not one each. The thread waits while the client reads more slowly than it speaks: there are never more
///   than [#PENDING_BYTES_MAX] and one piece here, and about as much in the socket's queue.
/// - A stream's head is not written before its first bytes, so that a failure before them still has a status.
///
/// Thread-safe: the thread speaks, the loop writes, and what both touch is behind one lock that is never held while
/// either waits or writes.
final class ResponseBridge {
    static final int PENDING_BYTES_MAX = 64 * 1024;
    private static final Buffer KEEP_ALIVE = Buffer.buffer(": keep-alive\n\n".getBytes(UTF_8));
    private static final Buffer HOLD = Buffer.buffer(": hold\n\n".getBytes(UTF_8));

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context loop;
    private final Consumer<ResponseBridge> done;
    private final long bornNanos = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final CountDownLatch left = new CountDownLatch(1);
    private Buffer pending = Buffer.buffer();
    private Map<String, String> head = Map.of();
    private volatile Map<String, String> passedBack = Map.of();
    private boolean scheduled;
    private boolean full;
    private boolean ending;
    private boolean gone;
    private volatile boolean streaming;
    private volatile long spokenNanos;
    private volatile @Nullable Thread thread;
    private boolean answered;
    /// Whether a word of the answer is out; of the loop.
    private boolean begun;

    /// On the request's event loop.
    ///
    /// @param done called once, when the work has ended or the client has gone before it began
    ResponseBridge(HttpServerRequest request, Context loop, Consumer<ResponseBridge> done) {
        this.request = request;
        this.response = request.response();
        this.loop = loop;
        this.done = done;
        request.exceptionHandler(_ -> clientGone());
        response.exceptionHandler(_ -> clientGone());
        response.closeHandler(_ -> clientGone());
    }

    // What the loop calls.

    /// Starts the work, which may block. Where it ends without an answer, a bug has ended it: `broken` is the answer,
    /// and `bugs` is told.
    void start(Work work, HttpReply broken, Consumer<Throwable> bugs) {
        if (gone) return;
        var started = Thread.ofVirtual()
                .uncaughtExceptionHandler((_, bug) -> bugs.accept(bug))
                .unstarted(() -> {
                    try {
                        work.run(this);
                    } finally {
                        if (!answered) fail(broken, broken.event());
                        leave();
                    }
                });
        thread = started;
        started.start();
    }

    /// Answers in place of any work.
    void refuse(HttpReply httpReply) {
        send(httpReply);
        leave();
    }

    /// What is done for a request.
    interface Work {
        void run(ResponseBridge client);
    }

    /// True where the request has been here for longer and its body has not come.
    boolean isLate(Duration limit) {
        return thread == null && System.nanoTime() - bornNanos > limit.toNanos();
    }

    void disconnect() {
        loop.runOnContext(_ -> request.connection().close());
    }

    /// Says that the stream is alive, where nothing was said for this long: that it is held, while it has not begun.
    void keepAlive(Duration silence) {
        if (!streaming || System.nanoTime() - spokenNanos < silence.toNanos()) return;
        loop.runOnContext(_ -> {
            if (response.ended() || response.closed() || response.writeQueueFull()) return;
            spokenNanos = System.nanoTime();
            writeHead();
            response.write(begun ? KEEP_ALIVE : HOLD);
        });
    }

    /// Waits for the end of it all, and interrupts the thread when the time is over.
    void finish(Duration limit) throws InterruptedException {
        if (left.await(limit.toNanos(), TimeUnit.NANOSECONDS)) return;
        var running = thread;
        if (running != null) running.interrupt();
    }

    private void leave() {
        left.countDown();
        done.accept(this);
    }

    // What the thread calls.

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    String path() {
        var path = request.path();
        return path == null ? "" : path;
    }

    void reply(HttpReply httpReply) {
        answered = true;
        loop.runOnContext(_ -> send(httpReply));
    }

    /// From here on there is a stream. Its head goes out with its first bytes, or with the first keep-alive.
    void openStream(Map<String, String> headers) {
        lock.lock();
        try {
            head = headers;
        } finally {
            lock.unlock();
        }
        spokenNanos = System.nanoTime();
        streaming = true;
    }

    /// Headers of the upstream that the client gets, too, in whatever answer it gets. Later ones take their place.
    void passBack(Map<String, String> headers) {
        passedBack = headers;
    }

    /// More headers, where the head is not out yet.
    void addHead(Map<String, String> headers) {
        lock.lock();
        try {
            var all = new LinkedHashMap<>(head);
            all.putAll(headers);
            head = all;
        } finally {
            lock.unlock();
        }
    }

    /// Says a piece of the stream; waits while the client is slow.
    ///
    /// @throws InterruptedException when the client has gone
    void say(byte[] bytes) throws InterruptedException {
        lock.lock();
        try {
            while (!gone && (full || pending.length() >= PENDING_BYTES_MAX)) room.await();
            if (gone) throw new InterruptedException("the client has gone");
            pending.appendBytes(bytes);
            if (scheduled) return;
            scheduled = true;
        } finally {
            lock.unlock();
        }
        loop.runOnContext(_ -> write());
    }

    /// The last words of a stream.
    void close(byte[] bytes) {
        answered = true;
        lock.lock();
        try {
            pending.appendBytes(bytes);
            ending = true;
        } finally {
            lock.unlock();
        }
        loop.runOnContext(_ -> write());
    }

    /// The stream has failed: a reply of its own where nothing was said yet, else a last event and a cut.
    void fail(HttpReply httpReply, byte[] event) {
        answered = true;
        loop.runOnContext(_ -> {
            if (response.headWritten()) close(event);
            else send(httpReply);
        });
    }

    // Between the two.

    private void write() {
        Buffer out;
        boolean last;
        lock.lock();
        try {
            out = pending;
            pending = Buffer.buffer();
            scheduled = false;
            last = ending;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (response.ended() || response.closed()) return;
        spokenNanos = System.nanoTime();
        begun = true;
        writeHead();
        if (last) {
            streaming = false;
            response.end(out);
            return;
        }
        response.write(out);
        if (response.writeQueueFull()) waitForClient();
    }

    private void waitForClient() {
        setFull(true);
        response.drainHandler(_ -> setFull(false));
    }

    private void setFull(boolean isFull) {
        lock.lock();
        try {
            full = isFull;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void writeHead() {
        if (response.headWritten()) return;
        Map<String, String> headers;
        lock.lock();
        try {
            headers = head;
        } finally {
            lock.unlock();
        }
        response.setChunked(true);
        passedBack.forEach(response::putHeader);
        headers.forEach(response::putHeader);
    }

    private void send(HttpReply httpReply) {
        streaming = false;
        if (response.ended() || response.closed()) return;
        response.setStatusCode(httpReply.status());
        passedBack.forEach(response::putHeader);
        response.putHeader("content-type", httpReply.contentType());
        httpReply.headers().forEach(response::putHeader);
        var json = httpReply.body();
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader("content-length", Integer.toString(json.length()));
            response.end();
        } else {
            response.end(Buffer.buffer(json.length()).appendBytes(json.array(), json.offset(), json.length()));
        }
    }

    /// Whether the client has hung up.
    boolean isGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private void clientGone() {
        if (response.ended()) return;
        boolean known;
        lock.lock();
        try {
            known = gone;
            gone = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (known) return;
        var running = thread;
        if (running != null) running.interrupt();
        else leave();
    }
}
