package dev.signalbox.standard.strategy;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Best;
import dev.signalbox.plan.Fusion.Hedged;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Fusion.Vote;
import dev.signalbox.standard.strategy.PlanForecast.Sum;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What a fusion is believed to be worth, cost and take. What it assumes:
///
/// - A hedge: answers as its first branch, and asks one more as often as it may. What it saves in time is not counted:
///   beliefs are of a whole answer, and a hedge saves on its first word.
/// - A vote: is good where more than half of its branches are, and by chance where half are.
/// - The surest, the preferred, and the answer made of several: as good as the best branch, upon which they can only
///   improve.
/// - All branches are asked at once, and the slowest is waited for. A judge compares one pair after the other, each in
///   both orders at once.
///
/// @param branches what each is believed to be worth
/// @param calls what a call of a model is
record FusionForecast(List<Estimate> branches, Function<Model, Estimate> calls) {
    Estimate of(Fusion fusion) {
        return switch (fusion) {
            case Hedged first -> first(first);
            case Vote _ -> together(branches, vote());
            case Best _ -> together(branches, best(branches));
            case JudgeSelected judged -> {
                int duels = branches.size() - 1;
                var judge = calls.apply(judged.judge());
                yield then(together(branches, best(branches)), 2 * duels, duels, judge);
            }
            case Synthesised synthesised -> {
                var asked = branches.subList(0, synthesised.asked(branches.size()));
                var together = together(asked, best(asked));
                if (asked.size() == 1) yield together;
                yield then(together, 1, 1, calls.apply(synthesised.aggregators().getFirst()));
            }
        };
    }

    private Estimate first(Hedged first) {
        var leading = branches.getFirst();
        if (branches.size() == 1) return leading;
        var costUsd = new Sum();
        costUsd.add(1, leading.costUsd());
        costUsd.add(first.shareMax(), branches.get(1).costUsd());
        return new Estimate(leading.quality(), costUsd.belief(), leading.latencyMs());
    }

    private static Estimate together(List<Estimate> asked, Belief quality) {
        var costUsd = new Sum();
        for (var branch : asked) costUsd.add(1, branch.costUsd());
        return new Estimate(
                quality,
                costUsd.belief(),
                most(asked.stream().map(Estimate::latencyMs).toList()));
    }

    private static Estimate then(Estimate together, int calls, int rounds, Estimate call) {
        var costUsd = new Sum();
        costUsd.add(1, together.costUsd());
        costUsd.add(calls, call.costUsd());
        var latencyMs = new Sum();
        latencyMs.add(1, together.latencyMs());
        latencyMs.add(rounds, call.latencyMs());
        return new Estimate(together.quality(), costUsd.belief(), latencyMs.belief());
    }

    private static Belief best(List<Estimate> asked) {
        return most(asked.stream().map(Estimate::quality).toList());
    }

    /// The greatest; unknown where one is, which may be the greatest.
    private static Belief most(List<Belief> beliefs) {
        var most = beliefs.getFirst();
        for (var belief : beliefs) {
            if (!belief.known()) return Belief.UNKNOWN;
            if (belief.mean() > most.mean()) most = belief;
        }
        return most;
    }

    private Belief vote() {
        // How likely it is that so many of the branches so far are good.
        var counts = new double[branches.size() + 1];
        counts[0] = 1;
        for (int asked = 0; asked < branches.size(); asked++) {
            double good = branches.get(asked).quality().mean();
            for (int count = asked + 1; count >= 0; count--) {
                counts[count] = counts[count] * (1 - good) + (count > 0 ? counts[count - 1] * good : 0);
            }
        }
        double half = branches.size() / 2.0;
        double mean = IntStream.rangeClosed(0, branches.size())
                .mapToDouble(count -> count > half ? counts[count] : count == half ? counts[count] / 2 : 0)
                .sum();
        return new Belief(mean, best(branches).deviation());
    }
}
