package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A circuit breaker per model, as a fold over the journal's calls (Nygard, *Release It!*). After some failures in a
/// row the model rests; after the rest one request at a time may try it. A success ends it, a failure makes the next
/// rest twice as long, up to a limit. A provider that says when it wants to be asked again (`Retry-After`) is left
/// alone
/// that long, from its first word on, and afterwards asked as before.
///
/// Only failures that speak of the model count: not a refused or abandoned call, and not one that ended with its
/// request's own deadline, which is the client's. A burst counts once: of calls side by side that all fail, the first
/// to end is counted, and the others say nothing new. While a model rests, the failures of calls that began before are
/// old news and prolong nothing.
///
/// A trial is given to a request for which the model may then not be chosen. So its place is held for no longer than
/// the first rest, and the next request gets it.
///
/// When every model of a route rests, its requests fail at once and are told when to come back: hammering providers
/// that are down helps nobody, and rests begin short. A route that would rather try leaves this constraint
/// out, as does a client that names its model where the constraint is not among those that always bind.
///
/// Rests go by steady time. Thread-safe and lock-free: each model's state is one immutable value.
public final class Health implements Constraint, Consumer<Event> {
    private static final Set<String> UNHEALTHY =
            Set.of("THROTTLED", "OVERLOADED", "TIMED_OUT", "UNREACHABLE", "DENIED", "BROKEN");
    private static final Set<String> TELLS_NOTHING = Set.of(
            "REFUSED",
            "DECLINED",
            "TOO_LONG",
            "LATE",
            "OVER_BUDGET",
            "NO_ROOM",
            Called.ABANDONED,
            "REJECTED",
            Called.RECALLED);
    /// Whatever a provider says: a model is asked again after this.
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    private final Options options;
    private final InstantSource clock;
    private final Listener listener;
    private final ConcurrentHashMap<String, AtomicReference<State>> models = new ConcurrentHashMap<>();

    /// @param failures how many in a row make a model rest
    /// @param rest how long the first time
    /// @param restMax how long at most
    public record Options(int failures, Duration rest, Duration restMax) {
        public static final Options DEFAULT = new Options(5, Duration.ofSeconds(5), Duration.ofMinutes(2));

        public Options {
            if (failures < 1) throw new IllegalArgumentException("`failures` must be 1 or more, not " + failures);
            if (!rest.isPositive() || restMax.compareTo(rest) < 0) {
                throw new IllegalArgumentException("`rest` must be longer than nothing and at most `rest_max`");
            }
        }
    }

    /// Hears when models rest and return. Called by the thread that reports a call's end.
    public interface Listener {
        /// @param cause the kind of the last failure, such as `BROKEN`
        void rests(String model, Duration rest, String cause);

        void returns(String model);

        Listener NONE = new Listener() {
            @Override
            public void rests(String model, Duration rest, String cause) {}

            @Override
            public void returns(String model) {}
        };
    }

    /// @param failures in a row
    /// @param rests in a row
    /// @param untilMs end of the rest, or of the time that a trial has; 0 where the model does not rest
    /// @param trial whether a request may be trying it
    /// @param told whether the provider itself said how long, so that no trial is needed
    /// @param failedMs when the last failure was counted
    /// @param cause its kind
    private record State(
            int failures, int rests, long untilMs, boolean trial, boolean told, long failedMs, String cause) {
        static final State WELL = new State(0, 0, 0, false, false, Long.MIN_VALUE, "");

        boolean isResting(long now) {
            return untilMs != 0 && now < untilMs && !trial;
        }
    }

    public Health(Options options, InstantSource clock) {
        this(options, clock, Listener.NONE);
    }

    public Health(Options options, InstantSource clock, Listener listener) {
        this.options = options;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        var held = models.get(model.id());
        if (held == null) return Optional.empty();
        var state = held.get();
        if (state.untilMs == 0) return Optional.empty();
        long now = SteadyTime.millis(clock);
        if (now >= state.untilMs && (state.told || claimTrial(held, state, now))) return Optional.empty();
        long leftMs = Math.max(1, state.untilMs - now);
        boolean throttled = state.cause.equals("THROTTLED");
        var reason = state.told
                ? "its provider wants to be left alone for %d s more".formatted(seconds(leftMs))
                : "it failed %d times in a row and rests for %d s more".formatted(state.failures, seconds(leftMs));
        return Optional.of(new Objection(
                name(), model.id(), reason, new Ground.RestingGround(Duration.ofMillis(leftMs), throttled)));
    }

    private static long seconds(long ms) {
        return Math.max(1, (ms + 999) / 1000);
    }

    /// One request may try it; until a call's end is known, or the time is over, nobody else may.
    private boolean claimTrial(AtomicReference<State> held, State state, long now) {
        return held.compareAndSet(
                state,
                new State(state.failures, state.rests, now + restMs(0), true, false, state.failedMs, state.cause));
    }

    /// How long a model rests from now on; empty where it may be asked.
    public Optional<Duration> rest(String model) {
        var held = models.get(model);
        if (held == null) return Optional.empty();
        var state = held.get();
        long now = SteadyTime.millis(clock);
        return state.isResting(now) ? Optional.of(Duration.ofMillis(state.untilMs - now)) : Optional.empty();
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || TELLS_NOTHING.contains(called.ending())) return;
        boolean failed = UNHEALTHY.contains(called.ending());
        var held = models.get(called.model());
        if (held == null) {
            if (!failed) return;
            held = models.computeIfAbsent(called.model(), _ -> new AtomicReference<>(State.WELL));
        }
        long now = SteadyTime.millis(clock);
        var before = held.getAndUpdate(state -> failed ? worse(state, called, now) : State.WELL);
        tell(called, before, failed ? worse(before, called, now) : State.WELL, now);
    }

    private void tell(Called called, State before, State after, long now) {
        if (after.isResting(now) && !before.isResting(now)) {
            listener.rests(called.model(), Duration.ofMillis(after.untilMs - now), called.ending());
        } else if (before.untilMs != 0 && after.untilMs == 0) {
            listener.returns(called.model());
        }
    }

    private State worse(State state, Called failed, long now) {
        if (failed.retryAfterMs().isPresent()) {
            long wait = Math.min((long) failed.retryAfterMs().getAsDouble(), RETRY_AFTER_MAX.toMillis());
            long until = Math.max(now + Math.max(1, wait), state.isResting(now) ? state.untilMs : 0);
            return new State(Math.max(1, state.failures), state.rests, until, false, true, now, failed.ending());
        }
        if (state.isResting(now)) return state;
        // Of a burst the first that ends is counted.
        if (!state.trial && now - (long) failed.latencyMs() < state.failedMs) return state;
        int failures = state.failures + 1;
        if (failures < options.failures) {
            return new State(failures, state.rests, 0, false, false, now, failed.ending());
        }
        long until = now + restMs(state.rests);
        return new State(failures, state.rests + 1, until, false, false, now, failed.ending());
    }

    private long restMs(int rests) {
        long doubled = options.rest.toMillis() << Math.min(rests, 20);
        return Math.min(doubled, options.restMax.toMillis());
    }
}
