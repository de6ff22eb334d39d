package dev.signalbox.standard.cache;

import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// What comparisons have cost today (UTC): a fold over the journal's calls, those that failed or were given up
/// included, so that a budget holds over a restart, too. Thread-safe and lock-free.
public final class SampleCost implements Consumer<Event> {
    private final AtomicReference<Spent> spent = new AtomicReference<>(new Spent(Long.MIN_VALUE, 0));

    private record Spent(long day, double usd) {
        Spent with(long of, double costUsd) {
            if (of < day) return this;
            return new Spent(of, of == day ? usd + costUsd : costUsd);
        }
    }

    @Override
    public void accept(Event event) {
        if (!(event instanceof Called called) || !HitSampler.isComparison(called.requestId())) return;
        spent.updateAndGet(before -> before.with(day(called.at()), called.costUsd()));
    }

    double usd(Instant now) {
        var known = spent.get();
        return known.day() == day(now) ? known.usd() : 0;
    }

    private static long day(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), Duration.ofDays(1).toMillis());
    }
}
