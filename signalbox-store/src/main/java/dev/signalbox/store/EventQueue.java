package dev.signalbox.store;

import dev.signalbox.journal.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The events that were accepted and are not in the file yet: many put, one takes. Thread-safe.
///
/// It is bounded by the memory that the events hold and not by their number, since one with images weighs as much as
/// thousands without. An event that is heavier than all the room is taken once nothing else waits.
final class EventQueue {
    private final long capacityBytes;
    private final Duration window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition written = lock.newCondition();

    private List<Event> waiting = new ArrayList<>();
    private long waitingBytes;
    private long takenBytes;
    private long acceptedCount;
    private long writtenCount;
    private boolean hurried;
    private boolean stuck;
    private boolean closed;

    /// @param window how long the first event of a batch waits for others
    EventQueue(long capacityBytes, Duration window) {
        this.capacityBytes = capacityBytes;
        this.window = window;
    }

    /// Events that are written together.
    record Batch(List<Event> events, long bytes) {}

    /// Accepts an event, after waiting for room where there is none. False where there was none in time, or
    /// where the writing is stuck and the room is used up, or where the queue is closed: then it is not
    /// accepted. Who waited in vain has found the writing stuck: until it goes on, nobody else waits for it,
    /// or a disk that hangs would hold up each request once for every event.
    boolean put(Event event, Duration patience) {
        long bytes = EventWeight.bytes(event);
        boolean interrupted = false;
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!closed && !fits(bytes)) {
                if (left <= 0) stuck = true;
                if (stuck) return false;
                hurry();
                try {
                    left = written.awaitNanos(left);
                } catch (InterruptedException stopped) {
                    // The request is given up, and the journal has to hear just that.
                    interrupted = true;
                }
            }
            if (closed) return false;
            waiting.add(event);
            waitingBytes += bytes;
            acceptedCount++;
            if (waiting.size() == 1) arrived.signal();
            if (waitingBytes > capacityBytes / 4) hurry();
            return true;
        } finally {
            lock.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private boolean fits(long bytes) {
        long used = waitingBytes + takenBytes;
        return used == 0 || used + bytes <= capacityBytes;
    }

    private void hurry() {
        if (hurried) return;
        hurried = true;
        arrived.signal();
    }

    /// Waits for the next batch; an empty one where nothing came for `idle`, or after the last when the queue is
    /// closed.
    Batch take(Duration idle) throws InterruptedException {
        lock.lock();
        try {
            long left = idle.toNanos();
            while (waiting.isEmpty() && !closed && left > 0) left = arrived.awaitNanos(left);
            left = window.toNanos();
            while (!waiting.isEmpty() && !hurried && !closed && left > 0) left = arrived.awaitNanos(left);
            var batch = new Batch(waiting, waitingBytes);
            takenBytes = waitingBytes;
            waiting = new ArrayList<>();
            waitingBytes = 0;
            hurried = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// The batch is in the file, or given up.
    void done(Batch batch) {
        lock.lock();
        try {
            takenBytes -= batch.bytes();
            writtenCount += batch.events().size();
            stuck = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The batch cannot be written now: waits before the next attempt, less where the queue is closed meanwhile.
    void stuck(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            stuck = true;
            written.signalAll();
            long left = pause.toNanos();
            while (!closed && left > 0) left = arrived.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    /// Has everything written that was accepted so far, and waits for it. False where that took too long or the writing
    /// is stuck.
    boolean flush(Duration patience) {
        lock.lock();
        try {
            long target = acceptedCount;
            long left = patience.toNanos();
            while (writtenCount < target) {
                if (stuck || left <= 0) return false;
                if (!waiting.isEmpty()) hurry();
                left = written.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more. What was accepted is still handed out.
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many events were accepted and are not in the file.
    long unwritten() {
        lock.lock();
        try {
            return acceptedCount - writtenCount;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
