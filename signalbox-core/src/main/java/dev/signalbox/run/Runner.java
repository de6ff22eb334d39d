package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Sink;
import dev.signalbox.estimate.ExpectedCost;
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
    private final StageRunner stageRunner;
    private final DecompositionRunner decompositionRunner;
    private final LoopRunner loopRunner;
    private final FusionRunner fusionRunner;

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
            List<AutoFix> mends,
            List<Monitor> monitors,
            Function<Answer, String> key,
            Journal journal,
            InstantSource clock) {
        this(providers, senses, mends, monitors, key, journal, clock, new TokenRates());
    }

    /// A runner to which all answers are of a usual length.
    ///
    /// @param rates what is learnt of the models' tokens, for those who estimate
    public Runner(
            Collection<? extends Provider> providers,
            Senses senses,
            List<AutoFix> mends,
            List<Monitor> monitors,
            Function<Answer, String> key,
            Journal journal,
            InstantSource clock,
            TokenRates rates) {
        this(providers, senses, mends, monitors, key, journal, clock, rates, ExpectedCost.usual(rates));
    }

    /// @param expectedCost what is reserved of a limited request's money before each call
    public Runner(
            Collection<? extends Provider> providers,
            Senses senses,
            List<AutoFix> mends,
            List<Monitor> monitors,
            Function<Answer, String> key,
            Journal journal,
            InstantSource clock,
            TokenRates rates,
            ExpectedCost expectedCost) {
        var fanOut = new FanOut(this::carryOut);
        this.caller = new Caller(providers, journal, clock, rates, expectedCost);
        var verdicts = new Verdicts(senses, new Verifier(fanOut), journal, clock);
        this.stageRunner = new StageRunner(
                this::carryOut,
                new WatchedRunner(List.copyOf(monitors), List.copyOf(mends), new StallTicker(), journal, clock, rates),
                verdicts,
                new PartRepair(this::carryOut, verdicts),
                List.copyOf(mends),
                clock);
        this.decompositionRunner = new DecompositionRunner(this::carryOut, journal, clock);
        this.loopRunner =
                new LoopRunner(this::carryOut, verdicts, new Orchestrator(this::carryOut, journal, clock), clock);
        this.fusionRunner = new FusionRunner(this::carryOut, fanOut, key, caller::load);
    }

    /// An answer and how it came about.
    ///
    /// @param model whose answer it is; empty where nobody was asked; several, separated by commas, where each gave
    ///     parts of it
    /// @param accepted false where it is the best of several of which none was accepted
    /// @param signals what is known of the answer
    public record Result(Answer answer, Optional<String> model, boolean accepted, Signals signals) {}

    /// A result and what all calls for it cost together.
    public record RunOutcome(Result result, double costUsd) {}

    /// Carries out a part of a plan: how a shape runs the plans it is made of.
    @FunctionalInterface
    interface Carrying {
        Result carryOut(Plan plan, Execution execution, Sink sink) throws ProviderException, InterruptedException;
    }

    /// Blocks until the plan has brought an answer.
    ///
    /// @param parts routes parts of the request, where the plan divides it
    /// @throws ProviderException when the plan's last call failed
    /// @throws InterruptedException when the client has gone
    public RunOutcome run(Plan plan, Request request, Signals signals, String route, Sink sink, SubRequestRouter parts)
            throws ProviderException, InterruptedException {
        var spendLedger = new SpendLedger(request.wishes().costUsdMax().orElse(Double.POSITIVE_INFINITY));
        return run(plan, new Execution(request, signals, route, spendLedger, Optional.of(parts)), sink);
    }

    /// As [#run], where no part can be routed by itself: a plan that divides asks for the whole.
    public RunOutcome run(Plan plan, Request request, Signals signals, String route, Sink sink)
            throws ProviderException, InterruptedException {
        var spendLedger = new SpendLedger(request.wishes().costUsdMax().orElse(Double.POSITIVE_INFINITY));
        return run(plan, new Execution(request, signals, route, spendLedger, Optional.empty()), sink);
    }

    /// As [#run], for a part of a request.
    ///
    /// @param spendLedger what the router was given for it
    public RunOutcome runPart(Plan plan, Request part, Signals signals, String route, SpendLedger spendLedger)
            throws ProviderException, InterruptedException {
        return run(plan, new Execution(part, signals, route, spendLedger, Optional.empty()), Sink.NONE);
    }

    private RunOutcome run(Plan plan, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        return new RunOutcome(
                carryOut(plan, execution, sink), execution.spendLedger().spentUsd());
    }

    private Result carryOut(Plan plan, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        return switch (plan) {
            case Call(var model) -> caller.call(model, execution, sink);
            case Reply reply -> caller.reply(reply, execution, sink);
            case Cascade cascade -> stageRunner.run(cascade, execution, sink);
            case Decompose decompose -> decompositionRunner.run(decompose, execution, sink);
            case Loop loop -> loopRunner.run(loop, execution, sink);
            case Fuse fuse -> fusionRunner.run(fuse, execution, sink);
        };
    }
}
