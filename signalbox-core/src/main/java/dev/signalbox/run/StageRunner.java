package dev.signalbox.run;

import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.PartRepair.Patched;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.run.Verdicts.AnswerVerdict;
import dev.signalbox.signal.Condition.Always;
import dev.signalbox.signal.Condition.Truth;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs a cascade: stage after stage until one is accepted or hopeless, each told of the one before as its
/// plan says. An answer that is not accepted is mended first, where that can be done without asking a
/// model.
record StageRunner(
        Carrying plans,
        WatchedRunner watchedRunner,
        Verdicts verdicts,
        PartRepair partRepair,
        List<AutoFix> mends,
        InstantSource clock) {
    Result run(Cascade cascade, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        @Nullable Tried best = null;
        @Nullable ProviderException failed = null;
        var stages = cascade.stages();
        var next = execution;
        for (int at = 0; at < stages.size(); at++) {
            var stage = stages.get(at);
            var later = stages.subList(at + 1, stages.size());
            boolean lastHope = later.isEmpty() && best == null && cascade.exhausted() == Exhausted.BEST_SO_FAR;
            var held = new HeldSink(sink, !(stage.accept() instanceof Always));
            try {
                var result = watchedRunner.carryOut(plans, stage, later, lastHope, next, held);
                if (stage.accept() instanceof Always) return result;
                if (at > 0 && ToolCalls.repeat(execution.request(), result.answer())) {
                    failed = new ProviderException(Kind.REJECTED, "The answer repeats a tool call that has a result.");
                    continue;
                }
                var tried = tried(result, stage, execution, held);
                if (tried.answerVerdict().accepted()) return tried.handOver(execution, sink);
                if (best == null || tried.isNoWorseThan(best)) best = tried;
                if (tried.isHopeless(stage)) return best.handOver(execution, sink);
                failed = refused(at + 1, stages.size(), tried);
                next = told(stage, tried, execution);
                var patched = patched(stage, tried, stages.subList(at + 1, stages.size()), execution);
                if (patched.isEmpty()) continue;
                var patch = new Tried(patched.get().result(), patched.get().answerVerdict(), Optional.empty());
                if (patch.answerVerdict().accepted()) return patch.handOver(execution, sink);
                if (patch.isNoWorseThan(best)) best = patch;
                // The parts do not come together: now the last, the strongest, is asked for the whole.
                next = Repair.withTextAndReasons(
                        execution,
                        patch.result().answer(),
                        patch.answerVerdict().failures());
                at = stages.size() - 2;
            } catch (ProviderException unanswered) {
                // What the client has already heard can't be taken back, so another model may not start over.
                if (held.released()) throw unanswered;
                failed = toTell(failed, unanswered);
                if (!unanswered.anotherModelMayHelp() || passed(execution)) break;
            }
        }
        if (best != null && cascade.exhausted() == Exhausted.BEST_SO_FAR) return best.handOver(execution, sink);
        if (failed == null) throw new IllegalStateException("a cascade has at least one stage");
        throw stages.size() > 1 ? failed.afterOthers() : failed;
    }

    /// A stage's answer and what became of it.
    ///
    /// @param held its words that nobody has heard yet; empty where it is not as a model said it
    private record Tried(Result result, AnswerVerdict answerVerdict, Optional<HeldSink> held) {
        boolean isNoWorseThan(Tried other) {
            return answerVerdict.failures().size()
                    <= other.answerVerdict.failures().size();
        }

        boolean isHopeless(Stage stage) {
            return stage.hopeless().holds(answerVerdict.signals()) == Truth.YES;
        }

        Result handOver(Execution execution, Sink sink) throws InterruptedException {
            boolean accepted = result.accepted() && answerVerdict.accepted();
            var handed = new Result(result.answer(), result.model(), accepted, answerVerdict.signals());
            if (held.isPresent()) held.get().release();
            else ChunkReplay.say(handed, execution.route(), sink);
            return handed;
        }
    }

    /// Judges an answer, and where it is not accepted once more as mended, mend upon mend.
    private Tried tried(Result result, Stage stage, Execution execution, HeldSink held) throws InterruptedException {
        var known = execution.signals().with(result.signals().all());
        var answerVerdict = verdicts.of(result.answer(), result.model(), stage, execution, known);
        var tried = new Tried(result, answerVerdict, Optional.of(held));
        for (var autoFix : mends) {
            if (tried.answerVerdict().accepted()) break;
            var mended = autoFix.mend(
                    execution.request(),
                    tried.result().answer(),
                    tried.answerVerdict().findings());
            if (mended.isEmpty()) continue;
            var now = new Result(mended.get(), result.model(), result.accepted(), result.signals());
            var again = new Tried(now, verdicts.ofMended(now, stage, execution, known), Optional.empty());
            if (again.isNoWorseThan(tried)) tried = again;
        }
        return tried;
    }

    /// Says which stage was refused, and by which checks: what they found may quote the answer and is left out.
    private static ProviderException refused(int stage, int stages, Tried tried) {
        var failures = tried.answerVerdict().failures();
        var why = failures.isEmpty()
                ? "its `accept` does not hold"
                : failures.stream()
                        .map(finding -> "check `%s` failed (%s)"
                                .formatted(
                                        finding.check(), finding.reason().name().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(", "));
        var model = tried.result().model().map(" (`%s`)"::formatted).orElse("");
        return new ProviderException(
                Kind.REJECTED,
                "No answer was accepted. Stage %d of %d%s: %s. Ask differently, or change the `accept` of the route's stages."
                        .formatted(stage, stages, model, why));
    }

    private Optional<Patched> patched(Stage stage, Tried tried, List<Stage> later, Execution execution)
            throws ProviderException, InterruptedException {
        if (stage.carry() != Carry.FAILED_PARTS || later.isEmpty()) return Optional.empty();
        return partRepair.patch(tried.result(), tried.answerVerdict(), later, execution);
    }

    private static Execution told(Stage stage, Tried tried, Execution execution) {
        return switch (stage.carry()) {
            case NOTHING -> execution;
            case REASONS -> Repair.withReasons(execution, tried.answerVerdict().failures());
            case TEXT_AND_REASONS, FAILED_PARTS ->
                Repair.withTextAndReasons(
                        execution,
                        tried.result().answer(),
                        tried.answerVerdict().failures());
        };
    }

    /// Of two failures the one that the client should hear: the first in which the request was at fault, since the
    /// client can change that; else the later one.
    private static ProviderException toTell(@Nullable ProviderException before, ProviderException now) {
        if (before == null) return now;
        return switch (before.kind()) {
            case DECLINED, TOO_LONG -> before;
            case THROTTLED,
                    OVERLOADED,
                    TIMED_OUT,
                    LATE,
                    UNREACHABLE,
                    DENIED,
                    REFUSED,
                    BROKEN,
                    REJECTED,
                    OVER_BUDGET,
                    NO_ROOM -> now;
        };
    }

    private boolean passed(Execution execution) {
        return SteadyTime.isLate(execution.request(), clock);
    }
}
