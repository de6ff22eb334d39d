package dev.signalbox.learning.method.llm;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.learning.method.MethodException;
import dev.signalbox.model.Model;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// Asks a model who shall answer, several queries at a time. A call that fails or is late leaves its query without a
/// choice; where nothing but failures comes, it gives up. Thread-safe.
public final class LlmAdvisor {
    private static final int FAILURES_MAX = 20;
    private static final int AT_ONCE = 8;
    private static final int ATTEMPTS_MAX = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Provider provider;
    private final Model model;
    private final Duration limit;
    private final InstantSource clock;
    private final Replies replies;
    private final AtomicBoolean shaped = new AtomicBoolean(true);

    /// @param model that is asked; not one that thinks before it speaks, since its reply is cut at 60 tokens
    /// @param limit how long one call may take, and one pause before it is tried again
    /// @param replies is asked first
    public LlmAdvisor(Provider provider, Model model, Duration limit, InstantSource clock, Replies replies) {
        this.provider = provider;
        this.model = model;
        this.limit = limit;
        this.clock = clock;
        this.replies = replies;
    }

    /// What came of one query.
    ///
    /// @param choice empty where the call failed, or its reply chose none of the experts
    /// @param failure why the call failed
    /// @param costUsd of the call; 0 where the reply was known
    private record AdvisorOutcome(
            Optional<AdvisedChoice> choice, Optional<String> failure, boolean known, double costUsd) {}

    /// The same text is asked about once.
    ///
    /// @param experts two or more
    /// @throws MethodException if the model cannot be asked at all, or the thread is interrupted
    Advice ask(String[] texts, List<ModelDescription> experts) {
        var ids = experts.stream().map(ModelDescription::id).toList();
        var failures = new Failures();
        var asked = new LinkedHashMap<String, Future<AdvisorOutcome>>();
        try (var workers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            try {
                for (var text : texts) {
                    asked.computeIfAbsent(
                            text,
                            fresh -> workers.submit(() -> outcome(AdvisorPrompt.of(fresh, experts), ids, failures)));
                }
                var outcomes = new LinkedHashMap<String, AdvisorOutcome>();
                for (var one : asked.entrySet())
                    outcomes.put(one.getKey(), one.getValue().get());
                return advice(texts, outcomes);
            } catch (ExecutionException failed) {
                workers.shutdownNow();
                if (failed.getCause() instanceof MethodException told) throw told;
                if (failed.getCause() instanceof UncheckedIOException told) throw told;
                throw new IllegalStateException(failed);
            } catch (InterruptedException stopped) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new MethodException("asking `%s` was stopped".formatted(model.id()), stopped);
            }
        }
    }

    private AdvisorOutcome outcome(AdvisorPrompt advisorPrompt, List<String> ids, Failures failures)
            throws InterruptedException {
        var key = advisorPrompt.key(model.id());
        var known = replies.find(key);
        if (known.isPresent()) return new AdvisorOutcome(AdvisedChoice.of(known.get(), ids), Optional.empty(), true, 0);
        failures.check();
        try {
            var answer = patiently(advisorPrompt, "llm-router-" + key.substring(0, 16));
            failures.end();
            replies.keep(key, answer.text());
            double costUsd = model.price().costUsd(answer.usage());
            return new AdvisorOutcome(AdvisedChoice.of(answer.text(), ids), Optional.empty(), false, costUsd);
        } catch (ProviderException failed) {
            failures.add(failed.reason());
            failures.check();
            return new AdvisorOutcome(Optional.empty(), Optional.of(failed.reason()), false, 0);
        }
    }

    /// A server that has too much to do is asked again when it says, or after a second, but not for ever.
    private Answer patiently(AdvisorPrompt advisorPrompt, String id) throws ProviderException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call(advisorPrompt, id);
            } catch (ProviderException failed) {
                boolean busy = failed.kind() == Kind.THROTTLED || failed.kind() == Kind.OVERLOADED;
                if (!busy || attempt == ATTEMPTS_MAX) throw failed;
                var pause = failed.details().retryAfter().orElse(PAUSE);
                Thread.sleep(pause.compareTo(limit) < 0 ? pause : limit);
            }
        }
    }

    /// Some servers refuse to be told a shape; they are asked without one from then on.
    private Answer call(AdvisorPrompt advisorPrompt, String id) throws ProviderException, InterruptedException {
        if (!shaped.get()) return provider.call(model, advisorPrompt.request(id, false, deadline()), Sink.NONE);
        try {
            return provider.call(model, advisorPrompt.request(id, true, deadline()), Sink.NONE);
        } catch (ProviderException failed) {
            if (failed.kind() != Kind.REFUSED) throw failed;
            var answer = provider.call(model, advisorPrompt.request(id, false, deadline()), Sink.NONE);
            shaped.set(false);
            return answer;
        }
    }

    private Instant deadline() {
        return SteadyTime.now(clock).plus(limit);
    }

    /// Calls that failed one after the other, without any success between them.
    private final class Failures {
        private int count;
        private String last = "";

        synchronized void add(String reason) {
            count++;
            last = reason;
        }

        synchronized void end() {
            count = 0;
        }

        synchronized void check() {
            if (count >= FAILURES_MAX) throw unreachable(last);
        }
    }

    private MethodException unreachable(String reason) {
        return new MethodException("`%s` could not be asked: %s".formatted(model.id(), reason), null);
    }

    private Advice advice(String[] texts, LinkedHashMap<String, AdvisorOutcome> outcomes) {
        var all = outcomes.values();
        var failed = all.stream().flatMap(one -> one.failure().stream()).toList();
        if (!failed.isEmpty() && failed.size() == all.size()) {
            throw unreachable(failed.getFirst());
        }
        long known = all.stream().filter(AdvisorOutcome::known).count();
        long asAgreed = all.stream()
                .filter(one -> one.choice().filter(AdvisedChoice::asAgreed).isPresent())
                .count();
        long inProse = all.stream().filter(one -> one.choice().isPresent()).count() - asAgreed;
        var note =
                "asked `%s` about %,d queries (%,d replies were known, the others cost $%.4f): %,d replied as agreed, "
                        + "%,d in other words, %,d chose no expert, %,d calls failed%s";
        var reasons = failed.stream()
                .collect(Collectors.groupingBy(reason -> reason, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(reason -> "%s (%,d)".formatted(reason.getKey(), reason.getValue()))
                .limit(3)
                .collect(Collectors.joining(", ", failed.isEmpty() ? "" : ": ", ""));
        return new Advice(
                Arrays.stream(texts)
                        .map(text -> Optional.ofNullable(outcomes.get(text)).flatMap(AdvisorOutcome::choice))
                        .toList(),
                note.formatted(
                        model.id(),
                        all.size(),
                        known,
                        all.stream().mapToDouble(AdvisorOutcome::costUsd).sum(),
                        asAgreed,
                        inProse,
                        all.size() - asAgreed - inProse - failed.size(),
                        failed.size(),
                        reasons));
    }

    /// @param choices one a text
    /// @param note how it went
    record Advice(List<Optional<AdvisedChoice>> choices, String note) {}
}
