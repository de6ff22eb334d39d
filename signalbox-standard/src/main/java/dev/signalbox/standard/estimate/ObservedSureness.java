package dev.signalbox.standard.estimate;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Fusion.Score.Scale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// How sure each model usually is of what it says, by [Likelihood#USUAL]. One that is bold by nature must not win every
/// vote of confidence, so each is put on its own scale. A fold over the journal's calls that told.
///
/// Thread-safe: each model's average is one immutable value.
public final class ObservedSureness implements Consumer<Event> {
    private static final double NEWEST_WEIGHT = 0.01;
    private static final int COUNT_MIN = 20;

    private final ConcurrentHashMap<String, Average> averages = new ConcurrentHashMap<>();

    /// Empty while too few answers told, or all told the same.
    public Optional<Scale> scale(Model model) {
        return Optional.ofNullable(averages.get(model.id()))
                .filter(average -> average.count() >= COUNT_MIN && average.variance() > 0)
                .map(average -> new Scale(average.mean(), Math.sqrt(average.variance())));
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || called.confidence().isEmpty()) return;
        double score = Likelihood.USUAL.of(called.confidence().get());
        if (Double.isFinite(score)) {
            averages.merge(called.model(), Average.NONE.with(score, 1), (old, _) -> old.with(score, NEWEST_WEIGHT));
        }
    }
}
