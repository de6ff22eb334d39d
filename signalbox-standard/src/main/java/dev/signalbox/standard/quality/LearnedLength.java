package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.List;

/// How many tokens each model's answer will have, as a snapshot has learnt it from how long such answers were. With
/// today's prices it gives a cost that outlives a change of prices, which [LearnedCost] does not.
public final class LearnedLength implements Estimator {
    private final LearnedAmounts amounts;

    public LearnedLength(Snapshot snapshot, Estimator prior) {
        amounts = new LearnedAmounts(snapshot, snapshot.outputTokens(), snapshot.outputTokensAlone(), prior);
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        return amounts.estimate(signals, models);
    }
}
