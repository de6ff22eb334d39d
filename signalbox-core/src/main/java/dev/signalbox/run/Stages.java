package dev.signalbox.run;

import dev.signalbox.chat.Sink;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.run.Verdicts.Verdict;
import dev.signalbox.signal.Condition.Always;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Runs a cascade: stage after stage until one is accepted, each told of the one before as its plan says.
record Stages(Carrying plans, Verdicts verdicts, InstantSource clock) {
    Result run(Cascade cascade, Errand errand, Sink sink) throws ProviderException, InterruptedException {
        @Nullable Tried best = null;
        @Nullable ProviderException failed = null;
        var next = errand;
        for (var stage : cascade.stages()) {
            var held = new HeldSink(sink, !(stage.accept() instanceof Always));
            try {
                var result = plans.carryOut(stage.plan(), next, held);
                if (stage.accept() instanceof Always) return result;
                var verdict = verdicts.of(
                        result.answer(),
                        result.model(),
                        stage.accept(),
                        errand,
                        errand.signals().with(result.signals().all()));
                if (verdict.accepted()) {
                    held.release();
                    return new Result(result.answer(), result.model(), result.accepted(), verdict.signals());
                }
                var tried = new Tried(result, verdict, held);
                if (best == null || tried.isNoWorseThan(best)) best = tried;
                failed = new ProviderException(Kind.REJECTED, "No stage of the cascade was accepted.");
                next = told(stage, tried, errand);
            } catch (ProviderException unanswered) {
                // What the client has already heard can't be taken back, so another model may not start over.
                if (held.released()) throw unanswered;
                failed = unanswered;
                if (!unanswered.anotherModelMayHelp() || passed(errand)) break;
            }
        }
        if (best != null && cascade.exhausted() == Exhausted.BEST_SO_FAR) return best.handOver();
        if (failed == null) throw new IllegalStateException("a cascade has at least one stage");
        throw failed;
    }

    /// A stage's answer that was not accepted, and its words that nobody has heard yet.
    private record Tried(Result result, Verdict verdict, HeldSink held) {
        boolean isNoWorseThan(Tried other) {
            return verdict.failures().size() <= other.verdict.failures().size();
        }

        Result handOver() throws InterruptedException {
            held.release();
            return new Result(result.answer(), result.model(), false, verdict.signals());
        }
    }

    private static Errand told(Stage stage, Tried tried, Errand errand) {
        return switch (stage.carry()) {
            case NOTHING -> errand;
            case REASONS -> Repair.withReasons(errand, tried.verdict().failures());
            case TEXT_AND_REASONS ->
                Repair.withTextAndReasons(
                        errand, tried.result().answer(), tried.verdict().failures());
        };
    }

    private boolean passed(Errand errand) {
        return !clock.instant().isBefore(errand.request().deadline());
    }
}
