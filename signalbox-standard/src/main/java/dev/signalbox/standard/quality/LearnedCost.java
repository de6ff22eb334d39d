package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.List;

/// The cost of each model's answer in US dollars, as a snapshot has learnt it from what such answers did cost.
/// A model whose costs were never seen, or a request without any of the snapshot's signals, is left to the prior.
public final class LearnedCost implements Estimator {
    private final LearnedAmounts amounts;

    public LearnedCost(Snapshot snapshot, Estimator prior) {
        amounts = new LearnedAmounts(snapshot, snapshot.costUsd(), snapshot.costUsdAlone(), prior);
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        return amounts.estimate(signals, models);
    }
}
