package dev.signalbox.run;

import dev.signalbox.chat.Sink;
import dev.signalbox.chat.SteadyTime;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Plan.Loop;
import dev.signalbox.plan.Policy.CascadeRouting;
import dev.signalbox.plan.Policy.Orchestrate;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.run.Verdicts.AnswerVerdict;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Finding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs loops: plans that are made again after each answer.
record LoopRunner(Carrying plans, Verdicts verdicts, Orchestrator orchestrator, InstantSource clock) {
    private static final Condition SOUND = new Compares(Finding.FAILED, Comparison.EQUAL, 0);

    Result run(Loop loop, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        return switch (loop.policy()) {
            case CascadeRouting supermodel -> best(supermodel, loop.callsMax(), execution, sink);
            case Orchestrate led -> orchestrator.run(led, loop.callsMax(), execution, sink);
        };
    }

    /// An answer that came, and its words that nobody has heard yet.
    private record Run(int place, Result result, AnswerVerdict answerVerdict, HeldSink held) {}

    private Result best(CascadeRouting policy, int callsMax, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        var estimates =
                policy.options().stream().map(Option::estimate).collect(Collectors.toCollection(ArrayList::new));
        var left = IntStream.range(0, estimates.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
        var runs = new ArrayList<Run>();
        @Nullable ProviderException failed = null;
        for (int calls = 0; calls < callsMax && (calls == 0 || !passed(execution)); calls++) {
            var next = new CascadeRouter(
                            estimates, policy.utility(), execution.spendLedger().leftUsd())
                    .next(runs.stream().map(Run::place).toList(), left);
            if (next.isEmpty()) break;
            int place = next.get();
            left.remove((Integer) place);
            try {
                var run = run(place, policy.options().get(place), execution, sink);
                if (!runs.isEmpty()
                        && ToolCalls.repeat(execution.request(), run.result().answer())) continue;
                runs.add(run);
                estimates.set(place, inHindsight(estimates.get(place), run.answerVerdict(), policy.accepts()));
            } catch (ProviderException unanswered) {
                failed = unanswered;
                if (!unanswered.anotherModelMayHelp()) break;
            }
        }
        if (runs.isEmpty()) throw failed == null ? tooDear(execution) : failed;
        return handedOver(bestOf(runs, estimates));
    }

    private Run run(int place, Option option, Execution execution, Sink sink)
            throws ProviderException, InterruptedException {
        var held = new HeldSink(sink, true);
        var result = plans.carryOut(option.plan(), execution, held);
        var known = execution.signals().with(result.signals().all());
        return new Run(place, result, verdicts.of(result.answer(), result.model(), SOUND, execution, known), held);
    }

    private static Estimate inHindsight(Estimate before, AnswerVerdict answerVerdict, Acceptance accepts) {
        var quality = PosteriorQuality.of(before.quality(), answerVerdict.findings(), accepts);
        return new Estimate(quality, before.costUsd(), before.latencyMs());
    }

    /// The one of the highest quality, the first of equals; an unknown quality is the lowest.
    private static Run bestOf(List<Run> runs, List<Estimate> estimates) {
        return runs.reversed().stream()
                .max(Comparator.comparingDouble(run -> {
                    var quality = estimates.get(run.place()).quality();
                    return quality.known() ? quality.mean() : Double.NEGATIVE_INFINITY;
                }))
                .orElseThrow();
    }

    private static Result handedOver(Run run) throws InterruptedException {
        run.held().release();
        return new Result(
                run.result().answer(),
                run.result().model(),
                run.result().accepted() && run.answerVerdict().accepted(),
                run.answerVerdict().signals());
    }

    private static ProviderException tooDear(Execution execution) {
        return new ProviderException(
                Kind.OVER_BUDGET,
                "No model is expected to answer for the $%s that all calls may cost. Allow more with `x-signalbox-cost-max-usd`."
                        .formatted(execution.spendLedger().limitUsd()));
    }

    private boolean passed(Execution execution) {
        return SteadyTime.isLate(execution.request(), clock);
    }
}
