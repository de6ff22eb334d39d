package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Chunk.ToolCallDelta;
import dev.signalbox.chat.Request;
import dev.signalbox.plan.Watching;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Monitor.Watch;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The monitors at work on one answer: each choice of it has watches of its own. Not thread-safe.
final class MonitorSet {
    private static final List<Finding> NOTHING = List.of();

    private final List<Monitor> monitors;
    private final Request request;
    private final Signals known;
    private final Watch[] first;
    private final Map<Integer, Watch[]> others = new TreeMap<>();

    MonitorSet(List<Monitor> all, Watching watching, Request request, Signals known) {
        this.request = request;
        this.known = known;
        this.monitors = new ArrayList<>(all.size());
        for (var monitor : all) if (watching.listensTo(monitor.name())) monitors.add(monitor);
        this.first = watches();
    }

    /// Whether one of them reads how sure the model is.
    boolean readConfidence() {
        return monitors.stream().anyMatch(Monitor::readsConfidence);
    }

    private Watch[] watches() {
        var watches = new ArrayList<Watch>(monitors.size());
        for (var monitor : monitors) {
            var watch = monitor.watch(request, known);
            if (watch != Watch.NOTHING) watches.add(watch);
        }
        return watches.toArray(Watch[]::new);
    }

    private Watch[] of(int choice) {
        return choice == 0 ? first : others.computeIfAbsent(choice, _ -> watches());
    }

    /// What the monitors find in what was said next.
    List<Finding> heard(Chunk chunk) {
        @Nullable List<Finding> found = null;
        for (var delta : chunk.deltas()) {
            for (var watch : of(delta.choice())) found = add(found, watch.heard(delta));
        }
        return found == null ? NOTHING : found;
    }

    private static @Nullable List<Finding> add(@Nullable List<Finding> found, @Nullable Finding finding) {
        if (finding == null || !finding.failed()) return found;
        var more = found == null ? new ArrayList<Finding>(1) : found;
        more.add(finding);
        return more;
    }

    List<Finding> silent(Duration since) {
        return ask(watch -> watch.silent(since));
    }

    List<Finding> ended() {
        return ask(Watch::ended);
    }

    private List<Finding> ask(Function<Watch, @Nullable Finding> question) {
        @Nullable List<Finding> found = null;
        for (var watch : first) found = add(found, question.apply(watch));
        for (var watches : others.values()) {
            for (var watch : watches) found = add(found, question.apply(watch));
        }
        return found == null ? NOTHING : found;
    }

    /// An answer that came at once, as a stream of one chunk would have said it.
    static Chunk atOnce(Answer answer) {
        return new Chunk(
                answer.choices().stream().map(MonitorSet::atOnce).toList(), Optional.empty(), Optional.empty());
    }

    private static Delta atOnce(Answer.Choice choice) {
        var calls = choice.toolCalls();
        return new Delta(
                choice.index(),
                choice.text(),
                IntStream.range(0, calls.size())
                        .mapToObj(i -> new ToolCallDelta(
                                i,
                                Optional.of(calls.get(i).id()),
                                Optional.of(calls.get(i).name()),
                                calls.get(i).arguments()))
                        .toList(),
                Optional.of(choice.finish()));
    }
}
