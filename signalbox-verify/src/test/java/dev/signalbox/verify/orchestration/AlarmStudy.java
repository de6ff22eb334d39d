package dev.signalbox.verify.orchestration;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.checks.Checks;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.run.Senses;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.standard.monitor.TooLongMonitor;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.standard.sensor.QuerySensors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How often monitors and checks would have spoken against real answers, and what time they take. The answers are such
/// as models really gave, and most of them are good: what is found is a false alarm more often than not, and whether it
/// is one is told, as far as can be, by how a judge rated what was found.
final class AlarmStudy {
    /// About a token.
    private static final int DELTA_CHARS = 5;

    /// Of this thread alone, since a machine that has others to serve would be measured otherwise.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final List<Case> cases = new ArrayList<>();

    /// A prompt, what is known of it, and an answer to it.
    record Case(Request request, Signals known, Answer answer, List<Delta> deltas, double quality, String name) {}

    /// What one of them found in all cases.
    ///
    /// @param found where it spoke against the answer
    /// @param silent where it could not tell
    /// @param nanos of the processor, in all
    /// @param slowestNanos of one answer
    record Alarms(String name, List<Case> found, int silent, long nanos, long slowestNanos) {}

    /// @param more is known of every prompt
    AlarmStudy(Recorded recorded, Signal<?>... more) throws InterruptedException {
        var senses = new Senses(List.copyOf(QuerySensors.inOrder()), Duration.ofSeconds(5));
        for (var prompt : recorded.prompts()) {
            var request = Request.of(prompt.id(), "auto", prompt.text(), Instant.MAX);
            var known =
                    senses.at(new Moment.ReceivedMoment(request), Signals.NONE).with(List.of(more));
            for (var said : prompt.answers().entrySet()) {
                var text = said.getValue().text();
                cases.add(new Case(
                        request,
                        known,
                        Answer.of(text, Usage.NONE),
                        deltas(text),
                        said.getValue().quality(),
                        prompt.id() + " of " + said.getKey()));
            }
        }
    }

    private static List<Delta> deltas(String text) {
        var deltas = new ArrayList<Delta>();
        for (int from = 0; from < text.length(); from += DELTA_CHARS) {
            var part = text.substring(from, Math.min(text.length(), from + DELTA_CHARS));
            deltas.add(new Delta(0, part, List.of(), Optional.empty()));
        }
        deltas.add(new Delta(0, "", List.of(), Optional.of(Finish.DONE)));
        return deltas;
    }

    int size() {
        return cases.size();
    }

    /// What judges made of all answers on average.
    double meanQuality() {
        return meanQuality(cases);
    }

    private static double meanQuality(List<Case> some) {
        return some.stream().mapToDouble(Case::quality).average().orElse(Double.NaN);
    }

    private long deltas() {
        return cases.stream().mapToLong(each -> each.deltas().size()).sum();
    }

    Alarms alarms(Monitor monitor) {
        return alarms(monitor.name(), each -> {
            var watch = monitor.watch(each.request(), each.known());
            @Nullable Finding found = null;
            for (var delta : each.deltas()) {
                var finding = watch.heard(delta);
                if (found == null) found = finding;
            }
            return found == null ? watch.ended() : found;
        });
    }

    Alarms alarms(Check check) {
        return alarms(check.name(), each -> check.of(each.request(), each.answer(), each.known()));
    }

    private interface Judgement {
        @Nullable
        Finding of(Case each);
    }

    private Alarms alarms(String name, Judgement judgement) {
        var found = new ArrayList<Case>();
        int silent = 0;
        long nanos = 0;
        long slowest = 0;
        for (var each : cases) {
            long start = CPU.getCurrentThreadCpuTime();
            var finding = judgement.of(each);
            long took = CPU.getCurrentThreadCpuTime() - start;
            nanos += took;
            slowest = Math.max(slowest, took);
            if (finding != null && finding.failed()) found.add(each);
            if (finding != null && finding.verdict() == Finding.Verdict.UNKNOWN) silent++;
        }
        return new Alarms(name, found, silent, nanos, slowest);
    }

    private String row(Alarms alarms) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %s | %s |",
                alarms.name(),
                alarms.found().size(),
                new Share(alarms.found().size(), size()),
                alarms.found().isEmpty() ? "–" : String.format(Locale.ROOT, "%.2f", meanQuality(alarms.found())));
    }

    private String monitors() {
        var page = new StringBuilder("""
                | monitor | found | share, % | their quality | µs a delta |
                |---|---|---|---|---|
                """);
        for (var monitor : Monitors.usual()) {
            // Once for the compiler.
            alarms(monitor);
            var alarms = alarms(monitor);
            page.append(row(alarms)).append(String.format(Locale.ROOT, " %.3f |%n", alarms.nanos() / 1e3 / deltas()));
        }
        return page.toString();
    }

    private String checks() {
        var page = new StringBuilder("""
                | check | FAIL | share, % | their quality | UNKNOWN, % | µs an answer | slowest, ms |
                |---|---|---|---|---|---|---|
                """);
        for (var check : new Checks(Checks.Options.DEFAULT).all()) {
            alarms(check);
            var alarms = alarms(check);
            page.append(row(alarms))
                    .append(String.format(
                            Locale.ROOT,
                            " %.1f | %.1f | %.1f |%n",
                            100.0 * alarms.silent() / size(),
                            alarms.nanos() / 1e3 / size(),
                            alarms.slowestNanos() / 1e6));
        }
        return page.toString();
    }

    /// What `too_long` finds in one half of the prompts where it has learnt from the answers to the other, each half in
    /// turn, if all were of one category.
    private static void lengths(String category, Recorded recorded) throws InterruptedException {
        var group = GroupSensor.GROUP.of(category);
        for (int half = 0; half < 2; half++) {
            var lengths = new AnswerLengths();
            for (var prompt : recorded.half(half).prompts()) {
                lengths.accept(new Event.Sensed(prompt.id(), Instant.EPOCH, "Received", List.of(group)));
                for (var said : prompt.answers().values()) lengths.accept(called(prompt.id(), said.text()));
            }
            var study = new AlarmStudy(recorded.half(1 - half), group);
            var alarms = study.alarms(new TooLongMonitor(TooLongMonitor.Options.DEFAULT, lengths));
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d answers, at most %,.0f characters: %s%n",
                    category,
                    study.size(),
                    lengths.charsMax(Signals.of(group)).orElse(Double.NaN),
                    study.row(alarms));
        }
    }

    private static Event called(String id, String text) {
        return new Event.Called(
                id,
                Instant.EPOCH,
                "m",
                Usage.NONE,
                0,
                OptionalDouble.empty(),
                0,
                "DONE",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Extremes(0, OptionalDouble.of(0), OptionalDouble.empty(), text.length())));
    }

    private static AlarmStudy print(String title, Recorded recorded) throws InterruptedException {
        var study = new AlarmStudy(recorded);
        System.out.printf(
                Locale.ROOT,
                "%n### %s%n%n%,d answers, %,d deltas, mean quality %.2f%n%n",
                title,
                study.size(),
                study.deltas(),
                study.meanQuality());
        System.out.println(study.monitors());
        System.out.println(study.checks());
        lengths(title, recorded);
        return study;
    }

    /// Arguments: files of recorded answers, after those that are shipped; and names of monitors and checks, each after
    /// `?`, whose findings are listed one by one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var shipped = print("The demo's answers", Recorded.shipped());
        for (var argument : arguments) {
            if (!argument.startsWith("?"))
                print(Path.of(argument).getFileName().toString(), Recorded.read(Path.of(argument)));
            else shipped.list(argument.substring(1));
        }
    }

    private void list(String name) {
        Map<String, Monitor> monitors =
                Monitors.usual().stream().collect(Collectors.toMap(Monitor::name, monitor -> monitor));
        var monitor = monitors.get(name);
        var alarms = monitor != null ? alarms(monitor) : alarms(new Checks(Checks.Options.DEFAULT).named(name));
        for (var each : alarms.found()) {
            System.out.printf(Locale.ROOT, "%s %s, quality %.2f%n", name, each.name(), each.quality());
        }
    }
}
