package dev.signalbox.standard.gate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.quality.LearnedQuality;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Tells how much better the cheap model is believed to answer than the strong one: the score that gates compare.
/// Mostly below zero. Silent where the quality of either is not believed to be anything.
public final class KeepSensor implements Sensor<ReceivedMoment> {
    /// From −1 (the strong model alone will do) to 1.
    public static final SignalKey<Double> KEEP = SignalKey.score("keep");

    private static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");

    private final Estimator quality;
    private final List<Model> pair;

    /// @param quality the estimator that the gate was fitted with; reads what the sensors before this one said
    public KeepSensor(Estimator quality, Model cheap, Model strong) {
        this.quality = quality;
        this.pair = List.of(cheap, strong);
    }

    /// The sensor of a gate that `signalbox gate --out` wrote: it believes of the two models what the gate was fitted
    /// with.
    ///
    /// It is silent where the embedding is missing or late. Then the snapshot would go by the text's form
    /// alone, and the gate's promise says nothing of scores that come about like that: the query escalates.
    ///
    /// @param encoder the one whose embeddings requests have
    /// @throws dev.signalbox.standard.quality.SnapshotException if the snapshot is missing, broken, or was
    ///     fitted with another encoder
    public static KeepSensor of(GateFile file, Encoder encoder) throws IOException {
        var snapshot = SnapshotFile.read(file.snapshot());
        snapshot.requireEncoder(encoder);
        Estimator unknown = (_, models) -> Collections.nCopies(models.size(), Belief.UNKNOWN);
        var learned = new LearnedQuality(snapshot, unknown);
        return new KeepSensor(
                (signals, models) -> signals.find(EMBEDDING) == null
                        ? unknown.estimate(signals, models)
                        : learned.estimate(signals, models),
                named(file.cheap()),
                named(file.strong()));
    }

    /// As a snapshot knows a model: by its name.
    private static Model named(String id) {
        return new Model(id, "", id, Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    @Override
    public String name() {
        return "keep";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var beliefs = quality.estimate(known, pair);
        var cheap = beliefs.getFirst();
        var strong = beliefs.getLast();
        return cheap.known() && strong.known() ? List.of(KEEP.of(cheap.mean() - strong.mean())) : List.of();
    }
}
