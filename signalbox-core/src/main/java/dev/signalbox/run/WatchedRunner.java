package dev.signalbox.run;

import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Late;
import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.chat.TokenTally;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.TokenRates;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.model.Capability;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.signal.Condition.Always;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Carries stages out while the monitors listen. What is stopped before the client has heard of it fails like a
/// call that failed, so that the next stage has its turn; what is stopped later is, as the client wishes, gone on with
/// by another model or cut off. Thread-safe.
record WatchedRunner(
        List<Monitor> monitors,
        List<AutoFix> mends,
        StallTicker stallTicker,
        Journal journal,
        InstantSource clock,
        TokenRates rates) {
    /// @param later the stages after this one: models that could go on with its answer
    /// @param lenient whether nothing better is to come, so that only a guard stops the answer
    Result carryOut(Carrying plans, Stage stage, List<Stage> later, boolean lenient, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        if (stage.watching().isNone()) return plans.carryOut(stage.plan(), execution, sink);
        var late = execution.request().wishes().late();
        var guardedSink = new GuardedSink(this, stage, execution, late, lenient, sink);
        try {
            return watch(plans, stage, execution, guardedSink);
        } catch (ProviderException failed) {
            var told = guardedSink.continuable();
            var next = later.stream().filter(WatchedRunner::goesOn).findFirst();
            boolean time = !SteadyTime.isLate(execution.request(), clock);
            if (told.isEmpty() || next.isEmpty() || !time || !failed.anotherModelMayHelp()) throw failed;
            var used = used(stage, execution, told.get());
            var rest = rest(execution.request(), used);
            if (rest.isEmpty()) throw failed;
            return goOn(plans, next.get(), execution.asking(rest.get()), new Begun(told.get(), used), sink);
        }
    }

    /// @throws ProviderException also when the monitors have stopped the answer
    private Result watch(Carrying plans, Stage stage, Execution execution, GuardedSink guardedSink)
            throws ProviderException, InterruptedException {
        stallTicker.add(guardedSink);
        try {
            var result = plans.carryOut(stage.plan(), guardedSink.asking(execution), guardedSink);
            var answer = guardedSink.end(result.answer());
            var ended = new Result(answer, result.model(), result.accepted(), result.signals());
            return marked(ended, stage, execution, guardedSink);
        } catch (InterruptedException stopped) {
            var cut = guardedSink.cut();
            if (cut.isEmpty()) throw stopped;
            throw stopped(cut.get(), guardedSink);
        } catch (ProviderException failed) {
            guardedSink.failed();
            var cut = guardedSink.cut();
            throw cut.isEmpty() ? failed : stopped(cut.get(), guardedSink);
        } finally {
            stallTicker.remove(guardedSink);
        }
    }

    /// When the ticker stopped the call just as it ended, nobody has taken note of its interrupt. It must not hit what
    /// comes next; nor may the interrupt of a client that has gone be lost with it.
    private static ProviderException stopped(Finding finding, GuardedSink guardedSink) throws InterruptedException {
        boolean _ = Thread.interrupted();
        if (guardedSink.isClosed()) throw new InterruptedException("the client has gone");
        return stopped(finding);
    }

    /// Who is asked, where that is one model; else empty.
    static String onlyModel(Stage stage) {
        return stage.plan() instanceof Call(var model) ? model.id() : "";
    }

    private static ProviderException stopped(Finding finding) {
        return new ProviderException(
                Kind.REJECTED,
                "The answer was stopped: the monitor `%s` found `%s`. Ask again, or ask another model."
                        .formatted(finding.check(), finding.reason()));
    }

    /// What was found is known with the answer. Where no checks follow, this is all the judgement there is.
    private Result marked(Result result, Stage stage, Execution execution, GuardedSink guardedSink) {
        var findings = guardedSink.findings();
        if (findings.isEmpty()) return result;
        boolean accepted = result.accepted() && !guardedSink.isPassedOn();
        if (stage.accept() instanceof Always) {
            journal.append(
                    new Event.Judged(execution.request().id(), clock.instant(), result.model(), accepted, findings));
        }
        var signals = guardedSink.signals().with(result.signals().all());
        return new Result(result.answer(), result.model(), accepted, signals);
    }

    private Usage used(Stage stage, Execution execution, String told) {
        if (told.isEmpty()) return Usage.NONE;
        return rates.estimated(onlyModel(stage), execution.request(), new TokenTally().add(told));
    }

    /// The request with what is left of the longest answer that the client takes; empty where that is nothing.
    private static Optional<Request> rest(Request request, Usage used) {
        var most = request.options().outputTokensMax();
        if (most.isEmpty()) return Optional.of(request);
        int left = most.getAsInt() - used.outputTokens();
        return left < 1 ? Optional.empty() : Optional.of(request.answeredWithin(left));
    }

    /// An answer that another model goes on with.
    private record Begun(String told, Usage used) {}

    private static boolean goesOn(Stage stage) {
        return stage.plan() instanceof Call(var model) && model.can().contains(Capability.PREFILL);
    }

    /// Another model goes on from what was told. It is watched, too, and stopped for good when it fails.
    private Result goOn(Carrying plans, Stage next, Execution execution, Begun begun, Sink sink)
            throws ProviderException, InterruptedException {
        var told = begun.told();
        var messages = new ArrayList<>(execution.request().messages());
        messages.add(Message.of(Role.ASSISTANT, told.stripTrailing()));
        var continuationSink = new ContinuationSink(sink, told, begun.used());
        var guardedSink = new GuardedSink(this, next, execution.asking(messages), Late.CUT, false, continuationSink);
        try {
            var result = watch(plans, next, execution.asking(messages), guardedSink);
            var answer = continuationSink.whole(
                    result.answer().usage(), result.answer().finish());
            return new Result(answer, result.model(), result.accepted(), result.signals());
        } catch (AbandonedException restart) {
            var finding = Finding.fail("continuation", Reason.INCONSISTENT, "it began anew instead of going on");
            journal.append(new Event.Cut(
                    execution.request().id(),
                    clock.instant(),
                    Optional.of(onlyModel(next)),
                    finding,
                    told.length(),
                    true));
            throw stopped(finding);
        }
    }
}
