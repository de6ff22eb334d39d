package dev.signalbox.verify.benchmark;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.sensor.LanguageSensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What watching costs for each delta of about a token: an answer of 1,000 deltas, from its first to its last, and the
/// making of its watches. `prose` is English, which needs the language detector only where the words are unusual;
/// `names` is what makes it work hardest, English without the usual words.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MonitorBenchmark {
    private static final int DELTAS = 1_000;
    private static final int DELTA_CHARS = 5;
    private static final String ALL = "all";
    private static final String PROSE = """
            A signal box is a building on the railway from which the points and the signals of a station are worked. \
            The levers in it are interlocked: a signal can be cleared only where the points before it lie right and are \
            held, and nobody can move them while a train is on its way. In the 1860s that was done with iron bars, \
            today it is done with relays or with computers (such as the ones that passed their tests in 1985).

            1. The signaller sets a route, and the box checks that no other route crosses it.
            2. The train passes, and each part of the route is given back once it is empty.

            """;
    private static final String NAMES = """
            Willesden Junction South, Wembley Yard, Harrow Wealdstone, Bletchley, Wolverton, Rugby Trent Valley, \
            Nuneaton, Tamworth Low Level, Lichfield, Colwich, Stafford North, Norton Bridge, Crewe Basford Hall, \
            Winsford, Hartford, Weaver Junction, Warrington Bank Quay, Golborne, Springs Branch, Wigan Wallgate.
            """;

    private static final Request REQUEST =
            Request.of("r", "auto", "What is a signal box, and why are its levers interlocked?", Instant.MAX);
    private static final Signals KNOWN =
            Signals.of(LanguageSensor.LANGUAGE.of("en"), LanguageSensor.LANGUAGE_CONFIDENCE.of(0.9));

    @Param({"refusal_opening", "repetition", "language_drift", "template_leak", "too_long", ALL})
    private String monitor = ALL;

    @Param({"prose", "names"})
    private String text = "prose";

    private final Delta[] deltas = new Delta[DELTAS];
    private List<Monitor> monitors = List.of();

    @Setup(Level.Trial)
    public void prepare() {
        var passage = text.equals("prose") ? PROSE : NAMES;
        // Not the same passage again and again, which would be repetition.
        var answer = new StringBuilder();
        for (int turn = 1; answer.length() < DELTAS * DELTA_CHARS; turn++) {
            answer.append(passage.replace("the ", "the %d. ".formatted(turn)).replace(", ", ", %d ".formatted(turn)));
        }
        for (int i = 0; i < DELTAS; i++) {
            var piece = answer.substring(i * DELTA_CHARS, (i + 1) * DELTA_CHARS);
            deltas[i] = new Delta(0, piece, List.of(), Optional.empty());
        }
        monitors = Monitors.usual().stream()
                .filter(one -> monitor.equals(ALL) || one.name().equals(monitor))
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(DELTAS)
    public @Nullable Finding delta() {
        var watches = new ArrayList<Watch>(monitors.size());
        for (var one : monitors) watches.add(one.watch(REQUEST, KNOWN));
        @Nullable Finding found = null;
        for (var delta : deltas) {
            for (var watch : watches) {
                var finding = watch.heard(delta);
                if (finding != null) found = finding;
            }
        }
        return found;
    }
}
