package dev.signalbox.standard.gate;

import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.List;

/// Tells how much better the cheap model is believed to answer than the strong one: the score that gates compare.
/// Mostly below zero. Silent where the quality of either is not believed to be anything.
public final class KeepSensor implements Sensor<Received> {
    /// From −1 (the strong model alone will do) to 1.
    public static final SignalKey<Double> KEEP = SignalKey.score("keep");

    private final Estimator quality;
    private final List<Model> pair;

    /// @param quality the estimator that the gate was fitted with; reads what the sensors before this one said
    public KeepSensor(Estimator quality, Model cheap, Model strong) {
        this.quality = quality;
        this.pair = List.of(cheap, strong);
    }

    @Override
    public String name() {
        return "keep";
    }

    @Override
    public Class<Received> moment() {
        return Received.class;
    }

    @Override
    public List<Signal<?>> sense(Received moment, Signals known) {
        var beliefs = quality.estimate(known, pair);
        var cheap = beliefs.getFirst();
        var strong = beliefs.getLast();
        return cheap.known() && strong.known() ? List.of(KEEP.of(cheap.mean() - strong.mean())) : List.of();
    }
}
