package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SensorKit;

class FormSensorKitTest extends SensorKit<ReceivedMoment> {
    @Override
    protected Sensor<ReceivedMoment> sensor() {
        return new FormSensor();
    }

    @Override
    protected ReceivedMoment moment(String text) {
        return Cases.received(text);
    }
}
