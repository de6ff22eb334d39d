package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Sink;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Fusion.Vote;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.FanOut.FanOutMember;
import dev.signalbox.run.FanOut.Question;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Makes one answer of several plans'. Thread-safe.
final class FusionRunner {
    private final Carrying plans;
    private final FanOut fanOut;
    private final Judge judge;
    private final Synthesis synthesis;
    private final Function<Answer, String> key;
    private final ToDoubleFunction<String> load;
    private final HedgeBudget hedgeBudget = new HedgeBudget();

    /// @param key what of an answer counts in a vote: two answers agree where it is the same; a blank
    ///     agrees with nothing
    /// @param load how much a provider has to do, 0..1
    FusionRunner(Carrying plans, FanOut fanOut, Function<Answer, String> key, ToDoubleFunction<String> load) {
        this.plans = plans;
        this.fanOut = fanOut;
        this.judge = new Judge(fanOut);
        this.synthesis = new Synthesis(plans);
        this.key = key;
        this.load = load;
    }

    Result run(Fuse fuse, Execution execution, Sink sink) throws ProviderException, InterruptedException {
        var branches = fuse.branches();
        if (execution.mayAct()) return plans.carryOut(Cascade.inTurn(branches), execution, sink);
        return switch (fuse.fusion()) {
            case Hedged first -> {
                hedgeBudget.earn(first.shareMax());
                yield new Hedge(plans, Hedge.apart(branches), execution, sink, hedgeBudget, load)
                        .run(first.delay(execution.request().options().streaming()));
            }
            case Vote(var quorum) -> {
                var ballot = Ballot.of(hear(branches, execution, sink, quorum), key);
                yield ballot.first().speak(ballot.signals());
            }
            case Best(var score) -> {
                var voices = hear(branches, execution.wantingConfidence(), sink, 1);
                var ballot = Ballot.of(voices, key);
                var surest = ConfidenceVote.of(voices, score);
                var learnt = new ArrayList<>(ballot.signals());
                surest.ifPresent(found -> learnt.add(Fusion.UNCERTAINTY.of(found.score())));
                yield surest.map(ConfidenceVote::fanOutMember)
                        .orElse(ballot.first())
                        .speak(learnt);
            }
            case JudgeSelected judged -> {
                var preferred = judge.best(hear(branches, execution, sink, 1), judged, execution);
                yield preferred.fanOutMember().speak(preferred.signals());
            }
            case Synthesised synthesised -> {
                var asked = branches.subList(0, synthesised.asked(branches.size()));
                yield synthesis.of(hear(asked, execution, sink, 1), synthesised, execution, sink);
            }
        };
    }

    private List<FanOutMember> hear(List<Plan> branches, Execution execution, Sink sink, int least)
            throws ProviderException, InterruptedException {
        var questions =
                branches.stream().map(branch -> new Question(branch, execution)).toList();
        return fanOut.hear(questions, sink).atLeast(least);
    }
}
