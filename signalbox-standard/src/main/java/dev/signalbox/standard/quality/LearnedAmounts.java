package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Amounts as a snapshot has learnt them. A model whose amounts were never seen, or a request without any of the
/// snapshot's signals, is left to the prior.
final class LearnedAmounts {
    private final Snapshot snapshot;
    private final LogRidge full;
    private final LogRidge alone;
    private final Estimator prior;
    private final Map<String, Integer> places;

    /// @param full for queries with an embedding
    /// @param alone for queries of which only the lexical features are known
    LearnedAmounts(Snapshot snapshot, LogRidge full, LogRidge alone, Estimator prior) {
        this.snapshot = snapshot;
        this.full = full;
        this.alone = alone;
        this.prior = prior;
        this.places = LearnedQuality.places(snapshot.about());
    }

    List<Belief> estimate(Signals signals, List<Model> models) {
        var features = SignalReader.forHeads(signals, snapshot);
        if (features == null) return prior.estimate(signals, models);
        var ridge = features.embedded() ? full : alone;
        double[] logarithms = ridge.logarithms(features);
        var beliefs = new ArrayList<Belief>(models.size());
        boolean stranger = false;
        for (var model : models) {
            var place = places.get(model.id());
            var belief = place == null ? Belief.UNKNOWN : ridge.belief(place, logarithms);
            stranger |= !belief.known();
            beliefs.add(belief);
        }
        return stranger ? LearnedQuality.withPrior(beliefs, prior.estimate(signals, models)) : beliefs;
    }
}
