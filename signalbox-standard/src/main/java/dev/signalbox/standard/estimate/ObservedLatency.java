package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Milliseconds until a model's answer is whole: its time to the first token, and then the predicted tokens at its
/// pace. Both are exponentially weighted averages of what was observed, which take the place of the model's prior
/// with the first calls. A fold over the journal's calls.
///
/// A plain answer comes all at once and tells only its whole time: what its first token is believed to take is set
/// aside, and the rest is spread over its tokens.
///
/// Thread-safe and lock-free: each model's pace is one immutable value.
public final class ObservedLatency implements Estimator, Consumer<Event> {
    private final Estimator outputTokens;
    private final double weight;
    private final ConcurrentHashMap<String, AtomicReference<Pace>> paces = new ConcurrentHashMap<>();

    private record Pace(Average firstTokenMs, Average msPerToken) {
        static final Pace UNSEEN = new Pace(Average.NONE, Average.NONE);
    }

    /// @param outputTokens how many tokens each model's answer will have
    /// @param weight of the newest observation, above 0 and at most 1
    public ObservedLatency(Estimator outputTokens, double weight) {
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException(
                    "the weight of an observation must be above 0 and at most 1, not " + weight);
        }
        this.outputTokens = outputTokens;
        this.weight = weight;
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var lengths = outputTokens.estimate(signals, models);
        var beliefs = new ArrayList<Belief>(models.size());
        for (int i = 0; i < models.size(); i++) beliefs.add(belief(models.get(i), lengths.get(i)));
        return beliefs;
    }

    private Belief belief(Model model, Belief tokens) {
        if (!tokens.known()) return Belief.UNKNOWN;
        var held = paces.get(model.id());
        var pace = held == null ? Pace.UNSEEN : held.get();
        var first = pace.firstTokenMs.after(model.prior().firstTokenMs());
        var each = pace.msPerToken.after(1000 / model.prior().tokensPerSecond());
        double speaking = tokens.deviation() * each.mean();
        double pacing = tokens.mean() * each.deviation();
        return new Belief(
                first.mean() + tokens.mean() * each.mean(),
                Math.sqrt(first.deviation() * first.deviation() + speaking * speaking + pacing * pacing));
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || called.firstTokenMs().isEmpty()) return;
        int tokens = called.usage().outputTokens();
        if (tokens < 1) return;
        double firstMs = called.firstTokenMs().getAsDouble();
        paces.computeIfAbsent(called.model(), _ -> new AtomicReference<>(Pace.UNSEEN))
                .updateAndGet(pace -> seen(pace, firstMs, called.latencyMs(), tokens));
    }

    private Pace seen(Pace pace, double toldMs, double latencyMs, int tokens) {
        boolean plain = latencyMs - toldMs < 1;
        double firstMs = plain ? Math.min(pace.firstTokenMs.mean(), latencyMs) : toldMs;
        return new Pace(
                pace.firstTokenMs.with(firstMs, weight), pace.msPerToken.with((latencyMs - firstMs) / tokens, weight));
    }
}
