package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.ConversationSensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// How many tokens an answer will have: a usual length at first, then what was observed of the model, which for one
/// that thinks aloud is many times more; and never more than the client takes. A fold over the journal's calls.
///
/// Thread-safe and lock-free: what was observed of a model is one immutable value.
public final class OutputLength implements Estimator, Consumer<Event> {
    private static final double WEIGHT = 0.02;

    private final double usualTokens;
    private final ConcurrentHashMap<String, AtomicReference<Average>> observed = new ConcurrentHashMap<>();

    /// @param usualTokens of an answer, above 0
    public OutputLength(double usualTokens) {
        if (!(usualTokens > 0)) {
            throw new IllegalArgumentException("a usual length must be above 0, not " + usualTokens);
        }
        this.usualTokens = usualTokens;
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var most = signals.find(ConversationSensor.OUTPUT_TOKENS_MAX);
        double tokensMax = most == null ? Double.POSITIVE_INFINITY : most;
        var beliefs = new ArrayList<Belief>(models.size());
        for (var model : models) {
            var belief = usual(model.id());
            beliefs.add(new Belief(Math.min(tokensMax, belief.mean()), Math.min(tokensMax, belief.deviation())));
        }
        return beliefs;
    }

    /// How many tokens the model's answers usually have.
    public double usualTokens(String model) {
        return usual(model).mean();
    }

    private Belief usual(String model) {
        var held = observed.get(model);
        return (held == null ? Average.NONE : held.get()).after(usualTokens);
    }

    /// Counts answers that came to their own end: of one that was cut nobody knows how long it would have been.
    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || called.usage().outputTokens() < 1) return;
        if (!called.ending().equals("DONE") && !called.ending().equals("TOOLS")) return;
        observed.computeIfAbsent(called.model(), _ -> new AtomicReference<>(Average.NONE))
                .updateAndGet(average -> average.with(called.usage().outputTokens(), WEIGHT));
    }
}
