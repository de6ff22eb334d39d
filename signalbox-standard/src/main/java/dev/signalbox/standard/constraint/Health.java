package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
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
/// rest twice as long, up to a limit.
///
/// Only failures that speak of the model count: not a refused or abandoned call, and not a time-out after less than a
/// second, which is a client's haste. While a model rests, the failures of calls that began before are old news and
/// prolong nothing.
///
/// A trial is given to a request for which the model may then not be chosen. So its place is held for no longer than
/// the first rest, and the next request gets it.
///
/// When every model of a route rests, its requests fail with the reasons until the first rest is over: hammering
/// providers that are down helps nobody, and rests begin short. A route that would rather try leaves this constraint
/// out, as does a client that names its model where the constraint is not among those that always bind.
///
/// Thread-safe and lock-free: each model's state is one immutable value.
public final class Health implements Constraint, Consumer<Event> {
    private static final Set<String> UNHEALTHY =
            Set.of("THROTTLED", "OVERLOADED", "TIMED_OUT", "UNREACHABLE", "DENIED", "BROKEN");
    private static final Set<String> TELLS_NOTHING =
            Set.of("REFUSED", "DECLINED", "TOO_LONG", Called.ABANDONED, "REJECTED", Called.RECALLED);
    private static final double HASTE_MS = 1_000;

    private final Options options;
    private final InstantSource clock;
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

    /// @param failures in a row
    /// @param rests in a row
    /// @param untilMs end of the rest, or of the time that a trial has; 0 where the model does not rest
    /// @param trial whether a request may be trying it
    private record State(int failures, int rests, long untilMs, boolean trial) {
        static final State WELL = new State(0, 0, 0, false);
    }

    public Health(Options options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
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
        long now = clock.millis();
        if (now >= state.untilMs && claimTrial(held, state, now)) return Optional.empty();
        long secondsLeft = Math.max(1, (state.untilMs - now + 999) / 1000);
        return Optional.of(new Objection(
                name(),
                model.id(),
                "it failed %d times in a row and rests for %d s more".formatted(state.failures, secondsLeft)));
    }

    /// One request may try it; until a call's end is known, or the time is over, nobody else may.
    private boolean claimTrial(AtomicReference<State> held, State state, long now) {
        return held.compareAndSet(state, new State(state.failures, state.rests, now + restMs(0), true));
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || tellsNothing(called)) return;
        boolean failed = UNHEALTHY.contains(called.ending());
        var held = models.get(called.model());
        if (held == null) {
            if (!failed) return;
            held = models.computeIfAbsent(called.model(), _ -> new AtomicReference<>(State.WELL));
        }
        long now = clock.millis();
        held.updateAndGet(state -> failed ? worse(state, now) : State.WELL);
    }

    private static boolean tellsNothing(Called called) {
        return TELLS_NOTHING.contains(called.ending())
                || (called.ending().equals("TIMED_OUT") && called.latencyMs() < HASTE_MS);
    }

    private State worse(State state, long now) {
        if (now < state.untilMs && !state.trial) return state;
        int failures = state.failures + 1;
        if (failures < options.failures) return new State(failures, state.rests, 0, false);
        return new State(failures, state.rests + 1, now + restMs(state.rests), false);
    }

    private long restMs(int rests) {
        long doubled = options.rest.toMillis() << Math.min(rests, 20);
        return Math.min(doubled, options.restMax.toMillis());
    }
}
