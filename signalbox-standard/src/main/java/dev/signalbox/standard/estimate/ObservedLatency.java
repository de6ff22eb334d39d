package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final double SLOW = 0.95;

    private final Estimator outputTokens;
    private final double weight;
    private final ConcurrentHashMap<String, AtomicReference<Pace>> paces = new ConcurrentHashMap<>();

    private record Pace(Average firstTokenMs, Average msPerToken, Delays firstTokens) {
        static final Pace UNSEEN = new Pace(Average.NONE, Average.NONE, Delays.NONE);

        Pace silentFor(double ms) {
            return new Pace(firstTokenMs, msPerToken, firstTokens.with(ms));
        }
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

    /// The 95th percentile of a model's time to the first token of a stream; empty while too few were observed.
    ///
    /// A call that was cancelled before its first token would have taken longer than it was waited for. It
    /// counts where that is longer than the percentile anyway, so that a hedge, which cancels the slowest,
    /// does not make them look fast; of one that was cancelled earlier nothing is known.
    public Optional<Duration> slowFirstToken(Model model) {
        return slowFirstToken(model.id());
    }

    private Optional<Duration> slowFirstToken(String model) {
        return Optional.ofNullable(paces.get(model))
                .flatMap(pace -> pace.get().firstTokens.quantile(SLOW));
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called)) return;
        if (called.firstTokenMs().isEmpty()) {
            if (!called.ending().equals(Called.ABANDONED)) return;
            var slow = slowFirstToken(called.model()).filter(p95 -> called.latencyMs() >= p95.toNanos() / 1e6);
            if (slow.isPresent()) pace(called.model()).updateAndGet(pace -> pace.silentFor(called.latencyMs()));
            return;
        }
        int tokens = called.usage().outputTokens();
        if (tokens < 1) return;
        double firstMs = called.firstTokenMs().getAsDouble();
        pace(called.model()).updateAndGet(pace -> seen(pace, firstMs, called.latencyMs(), tokens));
    }

    private AtomicReference<Pace> pace(String model) {
        return paces.computeIfAbsent(model, _ -> new AtomicReference<>(Pace.UNSEEN));
    }

    private Pace seen(Pace pace, double toldMs, double latencyMs, int tokens) {
        boolean plain = latencyMs - toldMs < 1;
        double firstMs = plain ? Math.min(pace.firstTokenMs.mean(), latencyMs) : toldMs;
        return new Pace(
                pace.firstTokenMs.with(firstMs, weight),
                pace.msPerToken.with((latencyMs - firstMs) / tokens, weight),
                plain ? pace.firstTokens : pace.firstTokens.with(firstMs));
    }
}
