package dev.signalbox.app.assembly;

import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.gate.Gate;
import dev.signalbox.standard.gate.KeepSensor;
import java.util.ArrayList;
import java.util.List;

/// Tells whether a gate keeps the request with the cheap model, by the embedding that it was fitted with.
record GateSensor(Gate gate, KeepSensor keep) implements Sensor<ReceivedMoment> {
    static final SignalKey<Boolean> KEPT = SignalKey.flag("kept");

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        var scored = keep.sense(moment, known);
        var truth = gate.accept().holds(known.with(scored));
        var told = new ArrayList<>(scored);
        if (truth != Truth.UNKNOWN) told.add(KEPT.of(truth == Truth.YES));
        return told;
    }
}
