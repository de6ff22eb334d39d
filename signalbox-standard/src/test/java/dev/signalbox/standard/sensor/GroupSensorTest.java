package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SensorKit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupSensorTest extends SensorKit<ReceivedMoment> {
    @Override
    protected Sensor<ReceivedMoment> sensor() {
        return new GroupSensor();
    }

    @Override
    protected ReceivedMoment moment(String text) {
        return Cases.received(text);
    }

    private static ReceivedMoment tagged(Map<String, String> tags) {
        var plain = Cases.request();
        return new ReceivedMoment(new Request(
                plain.id(),
                plain.parent(),
                plain.tenant(),
                plain.model(),
                plain.messages(),
                plain.tools(),
                plain.options(),
                plain.wishes(),
                plain.fields(),
                plain.body(),
                tags,
                plain.deadline()));
    }

    @Test
    void theCallersTagIsTheGroup() {
        assertThat(new GroupSensor().sense(tagged(Map.of("group", "sums", "team", "blue")), Signals.NONE))
                .containsExactly(GroupSensor.GROUP.of("sums"));
    }

    @Test
    void withoutTheTagThereIsNoGroup() {
        assertThat(new GroupSensor().sense(tagged(Map.of("team", "blue")), Signals.NONE))
                .isEmpty();
        assertThat(new GroupSensor().sense(tagged(Map.of("group", " ")), Signals.NONE))
                .isEmpty();
    }
}
