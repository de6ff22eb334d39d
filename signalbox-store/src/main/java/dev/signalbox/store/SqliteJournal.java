package dev.signalbox.store;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The journal in a SQLite file. Thread-safe.
///
/// **What it promises.** An event that [#append] took is in the file at most one flush interval later, and in its
/// request's order. When the process is killed at any moment, the file is whole, and nothing is lost but what was
/// taken within that interval. When the machine loses power, the file is whole too, but what the operating system had
/// not yet brought to the disk is lost, often half a minute's events; where `powerLossSafe` is on, no more than what a
/// killed process loses.
///
/// **When the file cannot be written** (disk full, taken away, held by another program), writing is tried again and
/// again, at most five seconds apart, while events wait in the queue: [#trouble] says so. Only when the queue is full
/// as well are events lost; they are counted ([#lost]) and the log says so once a minute. Who asks a model never
/// notices. A disk that is merely slow makes [#append] wait for room, two seconds at most.
public final class SqliteJournal implements Journal {
    /// How long an append waits for room while the disk is slow.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(10);

    private final EventQueue queue;
    private final JournalReader reader;
    private final JournalHealth journalHealth;
    private final Thread thread;

    /// @param path the file; made, with its folder, where it is not there. SQLite keeps a log beside it (`-wal`,
    ///     `-shm`)
    /// @param flushInterval after which an event is safe from the process's death
    /// @param capture whether prompts, answers, comments and signals about content are kept. If not, only the hash
    ///     and length of texts are
    /// @param powerLossSafe whether every commit waits for the disk (SQLite's `synchronous` is `FULL`, and not
    ///     `NORMAL`), up to ten times a second at the default interval
    /// @param keepFor the age after which a request is forgotten
    /// @param keepBytes the size of the file from which on the oldest requests are forgotten. SQLite's log is not
    ///     counted
    /// @param queueBytes how much memory events may hold that are not written yet
    public record Options(
            Path path,
            Duration flushInterval,
            boolean capture,
            boolean powerLossSafe,
            Duration keepFor,
            long keepBytes,
            long queueBytes) {
        public Options {
            if (flushInterval.isNegative()) throw new IllegalArgumentException("a flush interval must not be negative");
            if (!keepFor.isPositive() || keepBytes <= 0 || queueBytes <= 0) {
                throw new IllegalArgumentException("what a journal keeps and queues must be more than nothing");
            }
        }

        /// 200 ms, no content, not safe from a loss of power, a month, 4 GiB, 64 MiB of queue.
        public static Options of(Path path) {
            return new Options(path, Duration.ofMillis(200), false, false, Duration.ofDays(30), 4L << 30, 64L << 20);
        }
    }

    private SqliteJournal(EventQueue queue, JournalReader reader, JournalHealth journalHealth, Thread thread) {
        this.queue = queue;
        this.reader = reader;
        this.journalHealth = journalHealth;
        this.thread = thread;
    }

    /// @param clock tells how old a request is
    /// @throws JournalException where the file cannot be used
    public static SqliteJournal open(Options options, InstantSource clock) {
        return open(options, clock, System::nanoTime);
    }

    /// @param nanos the monotonic clock, as [System#nanoTime]
    static SqliteJournal open(Options options, InstantSource clock, LongSupplier nanos) {
        // Half of the interval is for gathering a batch, the other half for writing it.
        var queue = new EventQueue(options.queueBytes(), options.flushInterval().dividedBy(2));
        var journalHealth = new JournalHealth(nanos);
        var file = new JournalFile(options.path(), options.powerLossSafe(), options.capture());
        var retention = new Retention(options.keepFor(), options.keepBytes(), clock, nanos);
        var writer = new JournalWriter(file, options.capture(), queue, retention, journalHealth, clock);
        writer.open();
        var reader = JournalReader.open(options.path());
        var thread = Thread.ofPlatform().name("signalbox-journal").daemon().start(writer);
        return new SqliteJournal(queue, reader, journalHealth, thread);
    }

    @Override
    public void append(Event event) {
        if (!queue.put(event, PATIENCE)) journalHealth.add(1);
    }

    /// What happened to a request, in order. Has everything written first that was appended before; where that takes
    /// more than two seconds, the answer is what the file has.
    @Override
    public List<Event> events(String requestId) {
        queue.flush(FLUSH_PATIENCE);
        return reader.events(requestId);
    }

    /// The ids of the last `count` requests, the newest first. Request ids sort by time.
    public List<String> recent(int count) {
        queue.flush(FLUSH_PATIENCE);
        return reader.recent(count);
    }

    /// As [#recent], of those alone whose id ends so. Looks through all ids.
    public List<String> recent(int count, String ending) {
        queue.flush(FLUSH_PATIENCE);
        return reader.recent(count, ending);
    }

    /// What keeps events from being written at the moment, and what to do; empty where all is well.
    public Optional<String> trouble() {
        return journalHealth.trouble();
    }

    /// What an operator should know although events are written: events that were lost since the start, a file that was
    /// deleted while it was written, old entries that cannot be forgotten. One sentence each.
    public List<String> notices() {
        return journalHealth.notices();
    }

    /// How many events were lost since the start: no room in the queue, or appended after [#close].
    public long lost() {
        return journalHealth.lost();
    }

    /// Writes what was appended and leaves one file behind. Waits up to ten seconds; what cannot be written by then is
    /// lost, and the log says how much that is.
    @Override
    public void close() {
        // Before the writing ends: who closes a SQLite file last clears up, and only one that writes can.
        reader.close();
        queue.close();
        try {
            if (!thread.join(CLOSING_PATIENCE)) {
                journalHealth.add(queue.unwritten());
                journalHealth.tellAll();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
