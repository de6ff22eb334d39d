package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.signal.Condition.Always;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Carries a plan out. All branching over plans is in `run`; each case is one short method.
public final class Runner {
    private final Map<String, Provider> providers;
    private final Senses senses;
    private final Journal journal;
    private final InstantSource clock;

    public Runner(Collection<? extends Provider> providers, Senses senses, Journal journal, InstantSource clock) {
        var byName = new LinkedHashMap<String, Provider>();
        for (var provider : providers) {
            if (byName.put(provider.name(), provider) != null) {
                throw new IllegalArgumentException("two providers are called `%s`".formatted(provider.name()));
            }
        }
        this.providers = Map.copyOf(byName);
        this.senses = senses;
        this.journal = journal;
        this.clock = clock;
    }

    /// An answer, whose it is, and what all calls for it cost together.
    public record Result(Answer answer, Optional<String> model, double costUsd) {}

    /// Blocks until the plan has brought an answer.
    ///
    /// @throws ProviderException when the plan's last call failed
    /// @throws InterruptedException when the client has gone
    public Result run(Plan plan, Request request, Signals signals, String route, Sink sink)
            throws ProviderException, InterruptedException {
        return switch (plan) {
            case Call(var model) -> call(model, request, route, sink);
            case Reply(var answer) -> new Result(answer, Optional.empty(), 0);
            case Cascade cascade -> cascade(cascade, request, signals, route, sink);
        };
    }

    /// Journals every call, also one that is abandoned half-way: its tokens were spent.
    private Result call(Model model, Request request, String route, Sink sink)
            throws ProviderException, InterruptedException {
        var provider = providers.get(model.provider());
        if (provider == null) {
            throw new IllegalStateException(
                    "model `%s` names provider `%s`, which is not there".formatted(model.id(), model.provider()));
        }
        var timed = new TimedSink(sink, route, model.id(), clock);
        var usage = Usage.NONE;
        var ending = "ABANDONED";
        var detail = Optional.<String>empty();
        try {
            var answer = provider.call(model, request, timed);
            usage = answer.usage();
            ending = answer.finish().name();
            timed.whole();
            return new Result(answer, Optional.of(model.id()), model.price().costUsd(usage));
        } catch (ProviderException failed) {
            usage = failed.details().usage();
            ending = failed.kind().name();
            detail = Optional.of(failed.reason());
            throw failed;
        } finally {
            journal.append(new Event.Called(
                    request.id(),
                    clock.instant(),
                    model.id(),
                    usage,
                    model.price().costUsd(usage),
                    timed.firstTokenMs(),
                    timed.elapsedMs(),
                    ending,
                    detail));
        }
    }

    private Result cascade(Cascade cascade, Request request, Signals signals, String route, Sink sink)
            throws ProviderException, InterruptedException {
        var spentUsd = 0.0;
        ProviderException failed = null;
        for (var stage : cascade.stages()) {
            var held = new HeldSink(sink, !(stage.accept() instanceof Always));
            try {
                var result = run(stage.plan(), request, signals, route, held);
                spentUsd += result.costUsd();
                if (accepts(stage, request, result.answer(), signals)) {
                    held.release();
                    return new Result(result.answer(), result.model(), spentUsd);
                }
                failed = new ProviderException(Kind.REJECTED, "no stage of the cascade was accepted");
            } catch (ProviderException next) {
                // What the client has already heard can't be taken back, so another model may not start over.
                if (held.released() || !next.anotherModelMayHelp() || passed(request)) throw next;
                failed = next;
            }
        }
        if (failed == null) throw new IllegalStateException("a cascade has at least one stage");
        throw failed;
    }

    private boolean accepts(Stage stage, Request request, Answer answer, Signals known) throws InterruptedException {
        if (stage.accept() instanceof Always) return true;
        return stage.accept().holds(senses.at(new Moment.Answered(request, answer), known)) == Truth.YES;
    }

    private boolean passed(Request request) {
        return !clock.instant().isBefore(request.deadline());
    }
}
