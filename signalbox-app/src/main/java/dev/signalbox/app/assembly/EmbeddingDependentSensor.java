package dev.signalbox.app.assembly;

import dev.signalbox.encoders.EmbeddingSensor;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.util.List;

/// A sensor that reads the request's embedding. What it tells is known before anybody is asked, so
/// that a route can go by it, too; where the embedding can't be had in time, nothing is told.
///
/// @param embedding waits where the request's embedding is not known yet; its cache sees to it that it is made once
record EmbeddingDependentSensor(Sensor<ReceivedMoment> sensor, EmbeddingSensor embedding)
        implements Sensor<ReceivedMoment> {
    @Override
    public String name() {
        return sensor.name();
    }

    @Override
    public Class<ReceivedMoment> moment() {
        return ReceivedMoment.class;
    }

    @Override
    public boolean waits(ReceivedMoment moment, Signals known) {
        return known.find(EmbeddingSensor.EMBEDDING) == null && embedding.waits(moment, known);
    }

    @Override
    public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
        boolean there = known.find(EmbeddingSensor.EMBEDDING) != null;
        return sensor.sense(moment, there ? known : known.with(embedding.sense(moment, known)));
    }
}
