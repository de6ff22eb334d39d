package dev.signalbox.standard.estimate;

import dev.signalbox.chat.Finish;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Fusion.Score.Scale;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What is usual of each model, as far as it was observed; empty while too little was. A fold over the journal's calls.
///
/// Limits are made of what is usual, and calls are ended that go beyond them. What such a call would have shown is
/// unknown, but not that it was beyond: so it counts, and no limit makes what it ends look rare. Where more go beyond a
/// limit than its share, it rises. Of calls that were ended earlier nothing is known, and they do not count.
///
/// Thread-safe and lock-free: each model's habit is one immutable value.
public final class ModelStats implements Consumer<Event> {
    private static final double SLOW = 0.95;
    private static final double USUAL = 0.99;

    /// A 95th percentile of fewer would jump about.
    private static final int SLOW_OF = 400;

    private static final int SLOW_COUNT_MIN = 20;
    private static final int USUAL_OF = 1_000;
    /// Two are expected beyond.
    private static final int USUAL_COUNT_MIN = 200;

    /// How far it would have gone nobody knows. If it were taken to have gone no further, a model that has
    /// become slower would be ended some hundreds of times until its limit has risen; so it is some thirty times.
    static final double GROWN = 1.5;

    private static final double SURENESS_WEIGHT = 0.01;
    private static final int SURENESS_COUNT_MIN = 20;
    /// The histogram begins at 1.
    private static final double DOUBT_SCALE = 1_000;

    private static final Set<String> ANSWERED =
            Arrays.stream(Finish.values()).map(Finish::name).collect(Collectors.toUnmodifiableSet());

    private final ConcurrentHashMap<String, AtomicReference<Habit>> habits = new ConcurrentHashMap<>();

    /// The 95th percentile of a model's time to the first token of a stream.
    public Optional<Duration> slowFirstToken(String model) {
        return slow(of(model).firstTokenMs);
    }

    /// The 95th percentile of the time to an answer of a model that is not streamed.
    public Optional<Duration> slowWhole(String model) {
        return slow(of(model).wholeMs);
    }

    private static Optional<Duration> slow(Histogram ms) {
        var slow = ms.quantile(SLOW, SLOW_COUNT_MIN);
        return slow.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(Math.round(1e6 * slow.getAsDouble())));
    }

    /// How sure a model usually is of what it says, by [Likelihood#USUAL]: one that is bold by nature must not
    /// win every vote of confidence. Empty also where all its answers told the same.
    public Optional<Scale> sureness(String model) {
        return Optional.of(of(model).sureness)
                .filter(average -> average.count() >= SURENESS_COUNT_MIN && average.variance() > 0)
                .map(average -> new Scale(average.mean(), Math.sqrt(average.variance())));
    }

    /// How long 99 % of a model's streams are silent at most before their first word, in milliseconds.
    public OptionalDouble silentFirstMs(String model) {
        return of(model).silentFirstMs.quantile(USUAL, USUAL_COUNT_MIN);
    }

    /// How long 99 % of a model's streams are silent at most between two words, in milliseconds.
    public OptionalDouble silentBetweenMs(String model) {
        return of(model).silentBetweenMs.quantile(USUAL, USUAL_COUNT_MIN);
    }

    /// Below which mean log-probability ([dev.signalbox.chat.RecentConfidence]) 99 % of a model's streams never come.
    public OptionalDouble logProbabilityMin(String model) {
        var doubt = of(model).doubt.quantile(USUAL, USUAL_COUNT_MIN);
        return doubt.isEmpty() ? doubt : OptionalDouble.of(-doubt.getAsDouble() / DOUBT_SCALE);
    }

    private Habit of(String model) {
        var held = habits.get(model);
        return held == null ? Habit.UNSEEN : held.get();
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || called.ending().equals(Called.RECALLED)) return;
        habits.computeIfAbsent(called.model(), _ -> new AtomicReference<>(Habit.UNSEEN))
                .updateAndGet(habit -> habit.after(called));
    }

    /// What is usual of one model.
    ///
    /// @param doubt the lowest mean log-probabilities, negative and in thousandths
    private record Habit(
            Histogram firstTokenMs,
            Histogram wholeMs,
            Average sureness,
            Histogram silentFirstMs,
            Histogram silentBetweenMs,
            Histogram doubt) {
        static final Habit UNSEEN = new Habit(
                Histogram.ofTheLast(SLOW_OF),
                Histogram.ofTheLast(SLOW_OF),
                Average.NONE,
                Histogram.ofTheLast(USUAL_OF),
                Histogram.ofTheLast(USUAL_OF),
                Histogram.ofTheLast(USUAL_OF));

        Habit after(Called called) {
            return new Habit(
                    firstToken(called),
                    whole(called),
                    sureness(called),
                    silentFirst(called),
                    silentBetween(called),
                    doubt(called));
        }

        private Histogram firstToken(Called called) {
            if (called.firstTokenMs().isEmpty()) {
                return isAbandoned(called) && called.extremes().isPresent()
                        ? firstTokenMs.withEnded(called.latencyMs(), 1, SLOW, SLOW_COUNT_MIN)
                        : firstTokenMs;
            }
            double firstMs = called.firstTokenMs().getAsDouble();
            boolean plain = called.extremes().isEmpty() && called.latencyMs() - firstMs < 1;
            return plain || called.usage().outputTokens() < 1 ? firstTokenMs : firstTokenMs.with(firstMs);
        }

        private Histogram whole(Called called) {
            if (called.extremes().isPresent()) return wholeMs;
            if (isAbandoned(called)) return wholeMs.withEnded(called.latencyMs(), 1, SLOW, SLOW_COUNT_MIN);
            boolean plain = called.latencyMs() - called.firstTokenMs().orElse(0) < 1;
            return plain && ANSWERED.contains(called.ending()) ? wholeMs.with(called.latencyMs()) : wholeMs;
        }

        private Average sureness(Called called) {
            if (called.confidence().isEmpty()) return sureness;
            double score = Likelihood.USUAL.of(called.confidence().get());
            return Double.isFinite(score) ? sureness.with(score, SURENESS_WEIGHT) : sureness;
        }

        private Histogram silentFirst(Called called) {
            if (called.extremes().isEmpty()) return silentFirstMs;
            var extremes = called.extremes().get();
            // Once it has spoken, its first silence is over, however it went on.
            if (extremes.silentBetweenMs().isPresent()) return silentFirstMs.with(extremes.silentFirstMs());
            return isAbandoned(called)
                    ? silentFirstMs.withEnded(extremes.silentFirstMs(), GROWN, USUAL, USUAL_COUNT_MIN)
                    : silentFirstMs;
        }

        private Histogram silentBetween(Called called) {
            var longest =
                    called.extremes().map(Called.Extremes::silentBetweenMs).orElse(OptionalDouble.empty());
            return usual(silentBetweenMs, called, longest);
        }

        private Histogram doubt(Called called) {
            var lowest =
                    called.extremes().map(Called.Extremes::logProbabilityMin).orElse(OptionalDouble.empty());
            return usual(
                    doubt, called, lowest.isEmpty() ? lowest : OptionalDouble.of(-lowest.getAsDouble() * DOUBT_SCALE));
        }

        /// What a call that failed went through is usual of nothing.
        private static Histogram usual(Histogram usual, Called called, OptionalDouble most) {
            if (most.isEmpty()) return usual;
            if (ANSWERED.contains(called.ending())) return usual.with(most.getAsDouble());
            return isAbandoned(called) ? usual.withEnded(most.getAsDouble(), GROWN, USUAL, USUAL_COUNT_MIN) : usual;
        }

        private static boolean isAbandoned(Called called) {
            return called.ending().equals(Called.ABANDONED);
        }
    }
}
