package dev.signalbox.gateway.replay;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts calls and what was answered, by model. Thread-safe and lock-free.
final class Tallies {
    private final ConcurrentHashMap<String, Counts> models = new ConcurrentHashMap<>();

    private static final class Counts {
        final LongAdder calls = new LongAdder();
        final LongAdder answered = new LongAdder();
        final LongAdder inputTokens = new LongAdder();
        final LongAdder outputTokens = new LongAdder();
        final ConcurrentHashMap<String, LongAdder> faults = new ConcurrentHashMap<>();

        Tally tally() {
            var failed = new TreeMap<String, Long>();
            faults.forEach((name, count) -> failed.put(name, count.sum()));
            return new Tally(calls.sum(), answered.sum(), inputTokens.sum(), outputTokens.sum(), failed);
        }
    }

    void asked(String model, Optional<Fault> fault) {
        var counts = models.computeIfAbsent(model, _ -> new Counts());
        counts.calls.increment();
        fault.ifPresent(failed -> counts.faults
                .computeIfAbsent(failed.getClass().getSimpleName(), _ -> new LongAdder())
                .increment());
    }

    void answered(String model, Recorded recorded) {
        var counts = models.computeIfAbsent(model, _ -> new Counts());
        counts.answered.increment();
        counts.inputTokens.add(recorded.inputTokens());
        counts.outputTokens.add(recorded.outputTokens());
    }

    Map<String, Tally> byModel() {
        var all = new TreeMap<String, Tally>();
        models.forEach((model, counts) -> all.put(model, counts.tally()));
        return all;
    }
}
