package dev.signalbox.app.assembly;

import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.gate.Gate;
import dev.signalbox.standard.gate.KeepSensor;
import java.util.ArrayList;
import java.util.List;

/// Tells whether a gate keeps the request with the cheap model. It is known before anybody is asked, so
/// that a route can go by it, too. Where the embedding that the gate was fitted with can't be had in time,
/// nothing is told.
///
/// @param embedding waits where the request's embedding is not known yet; its cache sees to it that it is made once
record GateSensor(Gate gate, KeepSensor keep, EmbeddingSensor embedding) implements Sensor<Received> {
    static final SignalKey<Boolean> KEPT = SignalKey.flag("kept");

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public Class<Received> moment() {
        return Received.class;
    }

    @Override
    public boolean waits(Received moment, Signals known) {
        return known.find(EmbeddingSensor.EMBEDDING) == null && embedding.waits(moment, known);
    }

    @Override
    public List<Signal<?>> sense(Received moment, Signals known) {
        var embedded =
                known.find(EmbeddingSensor.EMBEDDING) == null ? known.with(embedding.sense(moment, known)) : known;
        var scored = keep.sense(moment, embedded);
        var truth = gate.accept().holds(embedded.with(scored));
        var told = new ArrayList<>(scored);
        if (truth != Truth.UNKNOWN) told.add(KEPT.of(truth == Truth.YES));
        return told;
    }
}
