package dev.signalbox.standard.estimate;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.journal.Event.Failed;
import dev.signalbox.journal.Event.Finished;
import dev.signalbox.journal.Event.Sensed;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// How long streamed answers are in each category of requests: the caller's `group`, or else `task`.
/// Nothing is usual of requests that have neither: among all kinds of answers the longest are no worse
/// than the others (measured in docs/benchmarks/orchestration.md). A fold over the journal.
///
/// Only answers that came to their own end count: one that a token limit ended may be one that did not
/// find it. Of one that was cut [ModelStats] says how it counts.
///
/// Thread-safe and lock-free: what was observed of a category is one immutable value.
public final class AnswerLengths implements Consumer<Event> {
    private static final double USUAL = 0.995;
    private static final int USUAL_OF = 2_000;
    /// Two are expected beyond.
    private static final int USUAL_COUNT_MIN = 400;
    /// A category whose answers are all of about one length has no tail to speak of: what is not much longer than
    /// the middle one is not taken to be endless.
    private static final double MEDIANS_MIN = 4;

    /// Callers name the categories, so there is an end to them: those that come later are not observed.
    private static final int CATEGORIES_MAX = 1_000;

    private final ConcurrentHashMap<String, AtomicReference<Histogram>> lengths = new ConcurrentHashMap<>();
    /// The categories of the requests that are being answered.
    private final ConcurrentHashMap<String, String> asked = new ConcurrentHashMap<>();

    /// The characters that 99.5 % of the answers in this request's category do not exceed, but at least four times as
    /// many as the middle one has; empty while too few were observed.
    public OptionalDouble charsMax(Signals known) {
        return category(known)
                .flatMap(category -> Optional.ofNullable(lengths.get(category)))
                .map(length -> charsMax(length.get()))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble charsMax(Histogram length) {
        var usual = length.quantile(USUAL, USUAL_COUNT_MIN);
        var middle = length.quantile(0.5, USUAL_COUNT_MIN);
        return usual.isEmpty() || middle.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(usual.getAsDouble(), MEDIANS_MIN * middle.getAsDouble()));
    }

    private static Optional<String> category(Signals known) {
        return known.get(GroupSensor.GROUP).or(() -> known.get(TaskSensor.TASK));
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Sensed sensed
            when sensed.moment().equals(Moment.RECEIVED) ->
                category(Signals.of(sensed.signals().toArray(Signal<?>[]::new)))
                        .filter(category -> lengths.containsKey(category) || lengths.size() < CATEGORIES_MAX)
                        .ifPresent(category -> asked.put(sensed.requestId(), category));
            case Called called ->
                Optional.ofNullable(asked.get(called.requestId())).ifPresent(category -> lengths.computeIfAbsent(
                                category, _ -> new AtomicReference<>(Histogram.ofTheLast(USUAL_OF)))
                        .updateAndGet(length -> after(called, length)));
            case Finished finished -> asked.remove(finished.requestId());
            case Failed failed -> asked.remove(failed.requestId());
            case Event.Asked _, Sensed _, Event.Decided _, Event.Judged _, Event.Cut _, Event.Rated _ -> {}
        }
    }

    private static Histogram after(Called called, Histogram length) {
        if (called.extremes().isEmpty()) return length;
        long chars = called.extremes().get().chars();
        return switch (called.ending()) {
            case "DONE", "TOOLS" -> length.with(chars);
            case Called.ABANDONED -> length.withEnded(chars, ModelStats.GROWN, USUAL, USUAL_COUNT_MIN);
            default -> length;
        };
    }
}
