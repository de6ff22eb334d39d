package dev.signalbox.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.store.SqliteJournal.Options;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that journals, as `kill -9` does, and looks at what is left.
class CrashTest {
    private static final Duration FLUSH_INTERVAL = Duration.ofMillis(200);
    /// The machine that runs the tests may be busy.
    private static final Duration MARGIN = Duration.ofMillis(800);

    private static final int EVENTS_A_REQUEST = 5;

    @TempDir
    private Path folder;

    /// An event that the killed process had appended, and when.
    private record Accepted(String requestId, int event, long atNanos) {}

    @RepeatedTest(3)
    void keepsWhatWasAcceptedBeforeTheLastInterval(RepetitionInfo round) throws Exception {
        var file = folder.resolve("journal.db");
        // The moment is another in each round, and the same each time the round is run.
        long killAfterMs = new SplittableRandom(round.getCurrentRepetition()).nextInt(1200, 2200);
        var accepted = new ArrayList<Accepted>();
        var process = start(file);
        long killedNanos;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            accepted.add(parse(lines.readLine()));
            long killNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(killAfterMs);
            while (System.nanoTime() < killNanos) accepted.add(parse(lines.readLine()));
            killedNanos = System.nanoTime();
            process.destroyForcibly();
        }
        process.waitFor();

        // `signalbox explain` may come before the next start: what lies in the log is read nevertheless.
        try (var reader = JournalReader.open(file)) {
            assertThat(reader.events(accepted.getFirst().requestId())).isNotEmpty();
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (var rows = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
                assertThat(rows.getString(1)).isEqualTo("ok");
            }
        }
        long safeNanos = killedNanos - FLUSH_INTERVAL.plus(MARGIN).toNanos();
        var safe =
                accepted.stream().filter(event -> event.atNanos() < safeNanos).toList();
        assertThat(safe).isNotEmpty();
        try (var journal = SqliteJournal.open(Options.of(file), InstantSource.fixed(Instant.EPOCH))) {
            for (var event : safe) {
                var story = journal.events(event.requestId());
                assertThat(story).hasSizeGreaterThan(event.event());
                assertThat(story).isEqualTo(story(event.requestId()).subList(0, story.size()));
            }
            journal.append(story("after").getFirst());
            assertThat(journal.events("after")).hasSize(1);
        }
    }

    private static Process start(Path file) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Accepted parse(String line) {
        var fields = line.split(" ", 3);
        // Both processes read the same monotonic clock only on some systems: so this process notes the time.
        return new Accepted(fields[0], Integer.parseInt(fields[1]), System.nanoTime());
    }

    static List<Event> story(String id) {
        var story = new ArrayList<Event>();
        for (int event = 0; event < EVENTS_A_REQUEST; event++) {
            story.add(new Event.Called(
                    id,
                    Instant.EPOCH.plusMillis(event),
                    "model",
                    Usage.of(event, event),
                    event / 3.0,
                    OptionalDouble.empty(),
                    event,
                    "DONE",
                    Optional.of("x".repeat(event * 100))));
        }
        return story;
    }

    /// The process that dies.
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            var options = new Options(
                    Path.of(arguments[0]), FLUSH_INTERVAL, false, false, Duration.ofDays(1), 1L << 30, 1L << 20);
            var journal = SqliteJournal.open(options, InstantSource.fixed(Instant.EPOCH));
            for (int request = 0; ; request++) {
                var id = "request-" + request;
                for (int event = 0; event < EVENTS_A_REQUEST; event++) {
                    journal.append(story(id).get(event));
                    System.out.println(id + " " + event);
                }
            }
        }
    }
}
