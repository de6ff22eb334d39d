package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Decompose;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Plan.Reply;
import dev.signalbox.provider.Provider;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Carries a plan out. All branching over plans is in `carryOut`; each shape has a class of its own. Thread-safe.
public final class Runner {
    private final Caller caller;
    private final Stages stages;
    private final Decompositions decompositions;
    private final Loops loops;
    private final Fuses fuses;

    /// A runner to which two answers are the same where they differ in nothing but case and blanks around them.
    public Runner(Collection<? extends Provider> providers, Senses senses, Journal journal, InstantSource clock) {
        this(
                providers,
                senses,
                List.of(),
                List.of(),
                answer -> answer.text().strip().toLowerCase(Locale.ROOT),
                journal,
                clock);
    }

    /// @param mends set answers right that checks found wrong, in this order
    /// @param monitors watch the answers of those stages that ask about them
    /// @param key what of an answer counts in a vote: two answers agree where it is the same; a blank
    ///     agrees with nothing
    public Runner(
            Collection<? extends Provider> providers,
            Senses senses,
            List<Mend> mends,
            List<Monitor> monitors,
            Function<Answer, String> key,
            Journal journal,
            InstantSource clock) {
        this(providers, senses, mends, monitors, key, journal, clock, new TokenRates());
    }

    /// @param rates what is learnt of the models' tokens, for those who estimate
    public Runner(
            Collection<? extends Provider> providers,
            Senses senses,
            List<Mend> mends,
            List<Monitor> monitors,
            Function<Answer, String> key,
            Journal journal,
            InstantSource clock,
            TokenRates rates) {
        var panel = new Panel(this::carryOut);
        this.caller = new Caller(providers, journal, clock, rates);
        var verdicts = new Verdicts(senses, new Verifier(panel), journal, clock);
        this.stages = new Stages(
                this::carryOut,
                new Watchers(List.copyOf(monitors), List.copyOf(mends), new Pulse(), journal, clock, rates),
                verdicts,
                new Patches(this::carryOut, verdicts),
                List.copyOf(mends),
                clock);
        this.decompositions = new Decompositions(this::carryOut, journal, clock);
        this.loops = new Loops(this::carryOut, verdicts, new Lead(this::carryOut), clock);
        this.fuses = new Fuses(this::carryOut, panel, key, caller::load);
    }

    /// An answer and how it came about.
    ///
    /// @param model whose answer it is; empty where nobody was asked; several, separated by commas, where each gave
    ///     parts of it
    /// @param accepted false where it is the best of several of which none was accepted
    /// @param signals what is known of the answer
    public record Result(Answer answer, Optional<String> model, boolean accepted, Signals signals) {}

    /// A result and what all calls for it cost together.
    public record Outcome(Result result, double costUsd) {}

    /// Carries out a part of a plan: how a shape runs the plans it is made of.
    @FunctionalInterface
    interface Carrying {
        Result carryOut(Plan plan, Errand errand, Sink sink) throws ProviderException, InterruptedException;
    }

    /// Blocks until the plan has brought an answer.
    ///
    /// @param parts routes parts of the request, where the plan divides it
    /// @throws ProviderException when the plan's last call failed
    /// @throws InterruptedException when the client has gone
    public Outcome run(Plan plan, Request request, Signals signals, String route, Sink sink, Rerouting parts)
            throws ProviderException, InterruptedException {
        var purse = new Purse(request.wishes().costUsdMax().orElse(Double.POSITIVE_INFINITY));
        return run(plan, new Errand(request, signals, route, purse, Optional.of(parts)), sink);
    }

    /// As [#run], where no part can be routed by itself: a plan that divides asks for the whole.
    public Outcome run(Plan plan, Request request, Signals signals, String route, Sink sink)
            throws ProviderException, InterruptedException {
        var purse = new Purse(request.wishes().costUsdMax().orElse(Double.POSITIVE_INFINITY));
        return run(plan, new Errand(request, signals, route, purse, Optional.empty()), sink);
    }

    /// As [#run], for a part of a request.
    ///
    /// @param purse what the router was given for it
    public Outcome runPart(Plan plan, Request part, Signals signals, String route, Purse purse)
            throws ProviderException, InterruptedException {
        return run(plan, new Errand(part, signals, route, purse, Optional.empty()), Sink.NONE);
    }

    private Outcome run(Plan plan, Errand errand, Sink sink) throws ProviderException, InterruptedException {
        return new Outcome(carryOut(plan, errand, sink), errand.purse().spentUsd());
    }

    private Result carryOut(Plan plan, Errand errand, Sink sink) throws ProviderException, InterruptedException {
        return switch (plan) {
            case Call(var model) -> caller.call(model, errand, sink);
            case Reply reply -> caller.reply(reply, errand, sink);
            case Cascade cascade -> stages.run(cascade, errand, sink);
            case Decompose decompose -> decompositions.run(decompose, errand, sink);
            case Loop loop -> loops.run(loop, errand, sink);
            case Fuse fuse -> fuses.run(fuse, errand, sink);
        };
    }
}
