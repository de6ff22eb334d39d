package dev.signalbox.standard.gate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SensorKit;
import java.util.List;

class KeepSensorKitTest extends SensorKit<ReceivedMoment> {
    @Override
    protected Sensor<ReceivedMoment> sensor() {
        return new KeepSensor(
                (_, _) -> List.of(new Belief(0.5, 0.1), new Belief(0.75, 0.1)),
                Cases.model("cheap"),
                Cases.model("strong"));
    }

    @Override
    protected ReceivedMoment moment(String text) {
        return Cases.received(text);
    }
}
