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

/// Milliseconds until a model's answer is whole: its time to the first token, and then its predicted tokens at its
// speed.
/// Both are exponentially weighted averages of what was observed, that begin at the model's prior. A fold over the
/// journal's calls.
///
/// Thread-safe and lock-free: each model's pace is one immutable value.
public final class ObservedLatency implements Estimator, Consumer<Event> {
    private final Estimator outputTokens;
    private final double weight;
    private final ConcurrentHashMap<String, AtomicReference<Pace>> paces = new ConcurrentHashMap<>();

    /// @param variance of the time to the first token, in ms²
    private record Pace(double firstTokenMs, double variance, double tokensPerSecond) {}

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
        for (int i = 0; i < models.size(); i++) beliefs.add(belief(pace(models.get(i)), lengths.get(i)));
        return beliefs;
    }

    private static Belief belief(Pace pace, Belief tokens) {
        if (!tokens.known()) return Belief.UNKNOWN;
        double msPerToken = 1000 / pace.tokensPerSecond;
        double speaking = tokens.deviation() * msPerToken;
        return new Belief(
                pace.firstTokenMs + tokens.mean() * msPerToken, Math.sqrt(pace.variance + speaking * speaking));
    }

    private Pace pace(Model model) {
        var held = paces.get(model.id());
        var observed = held == null ? null : held.get();
        if (observed != null) return observed;
        var prior = model.prior();
        // Of what is assumed we are as unsure as it is large.
        return new Pace(prior.firstTokenMs(), prior.firstTokenMs() * prior.firstTokenMs(), prior.tokensPerSecond());
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called)
                || called.firstTokenMs().isEmpty()
                || called.usage().outputTokens() < 1) {
            return;
        }
        double first = called.firstTokenMs().getAsDouble();
        int tokens = called.usage().outputTokens();
        double speakingMs = called.latencyMs() - first;
        // A plain answer comes all at once: then its whole time is spread over its tokens.
        double perSecond =
                speakingMs >= 1 ? tokens * 1000 / speakingMs : tokens * 1000 / Math.max(1, called.latencyMs());
        double firstMs = speakingMs >= 1 ? first : Math.max(1, called.latencyMs()) / Math.max(1, tokens);
        paces.computeIfAbsent(called.model(), _ -> new AtomicReference<>())
                .updateAndGet(pace -> pace == null
                        ? new Pace(firstMs, firstMs * firstMs / 4, perSecond)
                        : moved(pace, firstMs, perSecond));
    }

    /// West's update of a weighted mean and variance.
    private Pace moved(Pace pace, double firstMs, double perSecond) {
        double difference = firstMs - pace.firstTokenMs;
        double variance = (1 - weight) * (pace.variance + weight * difference * difference);
        return new Pace(
                pace.firstTokenMs + weight * difference,
                variance,
                pace.tokensPerSecond + weight * (perSecond - pace.tokensPerSecond));
    }
}
