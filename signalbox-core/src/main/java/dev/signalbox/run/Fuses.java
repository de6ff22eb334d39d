package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Sink;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.First;
import dev.signalbox.plan.Fusion.Judged;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Fusion.Vote;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Panel.Question;
import dev.signalbox.run.Panel.Voice;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Makes one answer of several plans'. Thread-safe.
final class Fuses {
    private final Carrying plans;
    private final Panel panel;
    private final Judge judge;
    private final Synthesis synthesis;
    private final Function<Answer, String> key;
    private final ToDoubleFunction<String> load;
    private final Allowance allowance = new Allowance();

    /// @param key what of an answer counts in a vote: two answers agree where it is the same; a blank
    ///     agrees with nothing
    /// @param load how much a provider has to do, 0..1
    Fuses(Carrying plans, Panel panel, Function<Answer, String> key, ToDoubleFunction<String> load) {
        this.plans = plans;
        this.panel = panel;
        this.judge = new Judge(panel);
        this.synthesis = new Synthesis(plans);
        this.key = key;
        this.load = load;
    }

    Result run(Fuse fuse, Errand errand, Sink sink) throws ProviderException, InterruptedException {
        var branches = fuse.branches();
        if (errand.mayAct()) return plans.carryOut(Cascade.inTurn(branches), errand, sink);
        return switch (fuse.fusion()) {
            case First first -> {
                allowance.earn(first.shareMax());
                yield new Race(plans, Race.apart(branches), errand, sink, allowance, load)
                        .run(first.delay(errand.request().options().streaming()));
            }
            case Vote(var quorum) -> {
                var ballot = Ballot.of(hear(branches, errand, sink, quorum), key);
                yield ballot.first().speak(ballot.signals());
            }
            case Best(var score) -> {
                var voices = hear(branches, errand.wantingConfidence(), sink, 1);
                var ballot = Ballot.of(voices, key);
                var surest = Surest.of(voices, score);
                var learnt = new ArrayList<>(ballot.signals());
                surest.ifPresent(found -> learnt.add(Fusion.UNCERTAINTY.of(found.score())));
                yield surest.map(Surest::voice).orElse(ballot.first()).speak(learnt);
            }
            case Judged judged -> {
                var preferred = judge.best(hear(branches, errand, sink, 1), judged, errand);
                yield preferred.voice().speak(preferred.signals());
            }
            case Synthesised synthesised -> {
                var asked = branches.subList(0, synthesised.asked(branches.size()));
                yield synthesis.of(hear(asked, errand, sink, 1), synthesised, errand, sink);
            }
        };
    }

    private List<Voice> hear(List<Plan> branches, Errand errand, Sink sink, int least)
            throws ProviderException, InterruptedException {
        var questions =
                branches.stream().map(branch -> new Question(branch, errand)).toList();
        return panel.hear(questions, sink).atLeast(least);
    }
}
