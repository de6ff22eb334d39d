package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The cost of each model's answer in US dollars, as a snapshot has learnt it from what such answers did cost.
/// A model whose costs were never seen, or a request without any of the snapshot's signals, is left to the prior.
public final class LearnedCost implements Estimator {
    private final Snapshot snapshot;
    private final Estimator prior;
    private final Map<String, Integer> places;

    public LearnedCost(Snapshot snapshot, Estimator prior) {
        this.snapshot = snapshot;
        this.prior = prior;
        this.places = LearnedQuality.places(snapshot.about());
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var features = Reading.of(signals, snapshot);
        if (features == null) return prior.estimate(signals, models);
        var head = features.fixed() == null ? snapshot.costUsdAlone() : snapshot.costUsd();
        var logarithms = head.logarithms(features);
        var beliefs = new ArrayList<Belief>(models.size());
        boolean stranger = false;
        for (var model : models) {
            var place = places.get(model.id());
            var belief = place == null ? Belief.UNKNOWN : head.belief(place, logarithms);
            stranger |= !belief.known();
            beliefs.add(belief);
        }
        return stranger ? LearnedQuality.withPrior(beliefs, prior.estimate(signals, models)) : beliefs;
    }
}
