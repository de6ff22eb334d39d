package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The quality (0..1) of each model's answer, as a snapshot has learnt it.
///
/// Where the caller tells the task by a tag, and the outcome table had a group of that name, it counts beside the text.
/// Without an embedding the lexical features carry on alone, with a larger deviation. A model that the snapshot has
/// never seen, or a request without any of its signals, is left to the prior.
public final class LearnedQuality implements Estimator {
    private final Snapshot snapshot;
    private final Estimator prior;
    private final Map<String, Integer> places;

    public LearnedQuality(Snapshot snapshot, Estimator prior) {
        this.snapshot = snapshot;
        this.prior = prior;
        this.places = places(snapshot.about());
    }

    static Map<String, Integer> places(SnapshotOrigin about) {
        var places = new HashMap<String, Integer>();
        for (var model : about.models()) places.put(model, places.size());
        return Map.copyOf(places);
    }

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        var features = SignalReader.of(signals, snapshot);
        if (features == null) return prior.estimate(signals, models);
        var ensemble = snapshot.qualityFor(features);
        var scores = ensemble.scores(features);
        var beliefs = new ArrayList<Belief>(models.size());
        boolean stranger = false;
        for (var model : models) {
            var place = places.get(model.id());
            stranger |= place == null;
            beliefs.add(place == null ? Belief.UNKNOWN : ensemble.belief(place, scores));
        }
        return stranger ? withPrior(beliefs, prior.estimate(signals, models)) : beliefs;
    }

    /// What is not known is as the prior says.
    static List<Belief> withPrior(List<Belief> beliefs, List<Belief> prior) {
        for (int i = 0; i < beliefs.size(); i++) {
            if (!beliefs.get(i).known()) beliefs.set(i, prior.get(i));
        }
        return beliefs;
    }
}
