package dev.signalbox.standard.sensor;

import dev.signalbox.signal.Moment.Received;
import dev.signalbox.signal.Sensor;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SensorKit;

class TextSensorKitTest extends SensorKit<Received> {
    @Override
    protected Sensor<Received> sensor() {
        return new TextSensor();
    }

    @Override
    protected Received moment(String text) {
        return Cases.received(text);
    }
}
