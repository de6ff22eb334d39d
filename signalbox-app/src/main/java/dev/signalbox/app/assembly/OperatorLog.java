package dev.signalbox.app.assembly;

import dev.signalbox.chat.SteadyTime;
import dev.signalbox.journal.Event;
import dev.signalbox.standard.constraint.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what an operator would want to know while requests are served: a model rests or returns, a call
/// failed (and another model has its turn, where there is one), a request was refused. One line each, with ids and
/// kinds alone: a provider's own words may quote a prompt. Lines of one kind come at most every ten seconds, and the
/// next one says how many were left out.
///
/// Thread-safe and lock-free; called by the walks.
final class OperatorLog implements Health.Listener, Consumer<Event> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.signalbox.operator");
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int KINDS_MAX = 1_000;
    private static final Set<String> FAILURES =
            Set.of("THROTTLED", "OVERLOADED", "TIMED_OUT", "UNREACHABLE", "DENIED", "BROKEN", "DECLINED", "TOO_LONG");

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Kind> kinds = new ConcurrentHashMap<>();

    private static final class Kind {
        final AtomicInteger leftOut = new AtomicInteger();
        volatile long nextMs = Long.MIN_VALUE;
    }

    OperatorLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void rests(String model, Duration rest, String cause) {
        LOG.warn("model `{}` rests for {} s after {}", model, Math.max(1, rest.toSeconds()), cause);
    }

    @Override
    public void returns(String model) {
        LOG.info("model `{}` answers again", model);
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Called called -> {
                if (FAILURES.contains(called.ending())) {
                    say("call of model `%s` failed: %s".formatted(called.model(), called.ending()), called.requestId());
                }
            }
            case Event.Failed failed -> {
                if (!failed.code().equals("cancelled")) {
                    say("a request was not answered: %s".formatted(failed.code()), failed.requestId());
                }
            }
            case Event.Cut cut ->
                say(
                        "monitor `%s` stopped an answer: %s"
                                .formatted(cut.finding().check(), cut.finding().reason()),
                        cut.requestId());
            case Event.Asked _, Event.Sensed _, Event.Decided _, Event.Judged _, Event.Finished _, Event.Rated _ -> {}
        }
    }

    private void say(String what, String requestId) {
        // Models and codes are few; a code that a provider makes up must not fill the memory.
        var kind = kinds.size() < KINDS_MAX ? kinds.computeIfAbsent(what, _ -> new Kind()) : kinds.get(what);
        if (kind == null) return;
        long now = SteadyTime.millis(clock);
        if (now < kind.nextMs) {
            kind.leftOut.incrementAndGet();
            return;
        }
        kind.nextMs = now + PERIOD.toMillis();
        int more = kind.leftOut.getAndSet(0);
        if (more == 0) LOG.info("{} ({})", what, requestId);
        else LOG.info("{} ({}, and {} more since the last such line)", what, requestId, more);
    }
}
