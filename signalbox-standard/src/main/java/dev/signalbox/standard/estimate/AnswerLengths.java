package dev.signalbox.standard.estimate;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.journal.Event.Cut;
import dev.signalbox.journal.Event.Failed;
import dev.signalbox.journal.Event.Finished;
import dev.signalbox.journal.Event.Sensed;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.standard.sensor.TaskSensor;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How long answers are, for each category of requests: the caller's `group` or else `task`, and one for all that have
/// neither. A fold over the journal.
///
/// Only answers that came to their own end count: one that a token limit ended may be one that did not find it. Of
/// one that was cut for its length [Habits] says how it counts.
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

    /// Callers name the categories, so there is an end to them; those that come later are one with the nameless.
    private static final int CATEGORIES_MAX = 1_000;

    private static final String NAMELESS = "";

    private final ConcurrentHashMap<String, AtomicReference<Histogram>> lengths = new ConcurrentHashMap<>();
    /// The categories of the requests that are being answered.
    private final ConcurrentHashMap<String, String> asked = new ConcurrentHashMap<>();

    /// The characters that 99.5 % of the answers in this request's category do not exceed, but at least four times as
    /// many as the middle one has; empty while too few were observed.
    public OptionalDouble charsMax(Signals known) {
        var held = lengths.get(category(known));
        if (held == null) return OptionalDouble.empty();
        var usual = held.get().quantile(USUAL, USUAL_COUNT_MIN);
        var middle = held.get().quantile(0.5, USUAL_COUNT_MIN);
        return usual.isEmpty() || middle.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(usual.getAsDouble(), MEDIANS_MIN * middle.getAsDouble()));
    }

    private String category(Signals known) {
        var category = known.get(GroupSensor.GROUP)
                .or(() -> known.get(TaskSensor.TASK))
                .orElse(NAMELESS);
        return lengths.containsKey(category) || lengths.size() < CATEGORIES_MAX ? category : NAMELESS;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Sensed sensed
            when sensed.moment().equals(Received.class.getSimpleName()) ->
                asked.put(
                        sensed.requestId(), category(Signals.of(sensed.signals().toArray(Signal<?>[]::new))));
            // It was counted when it was given first.
            case Called called when called.ending().equals(Called.RECALLED) -> asked.remove(called.requestId());
            case Cut cut
            when cut.finding().reason() == Reason.LENGTH ->
                update(
                        asked.get(cut.requestId()),
                        length -> length.withEnded(cut.position(), Habits.GROWN, USUAL, USUAL_COUNT_MIN));
            case Finished finished -> {
                var category = asked.remove(finished.requestId());
                for (var choice : finished.answer().choices()) {
                    if (choice.finish() == Finish.DONE || choice.finish() == Finish.TOOLS) {
                        update(category, length -> length.with(chars(choice)));
                    }
                }
            }
            case Failed failed -> asked.remove(failed.requestId());
            case Event.Asked _, Sensed _, Event.Decided _, Called _, Event.Judged _, Cut _, Event.Rated _ -> {}
        }
    }

    private void update(@Nullable String category, UnaryOperator<Histogram> change) {
        if (category == null) return;
        lengths.computeIfAbsent(category, _ -> new AtomicReference<>(Histogram.ofTheLast(USUAL_OF)))
                .updateAndGet(change);
    }

    private static int chars(Answer.Choice choice) {
        int chars = choice.text().length();
        for (var call : choice.toolCalls()) chars += call.arguments().length();
        return chars;
    }
}
