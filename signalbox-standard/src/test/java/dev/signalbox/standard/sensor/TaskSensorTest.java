package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskSensorTest {
    private static Signals sensed(Map<String, String> tags) {
        var plain = Cases.request();
        var request = new Request(
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
                plain.deadline());
        return Signals.NONE.with(new TaskSensor().sense(new ReceivedMoment(request), Signals.NONE));
    }

    @Test
    void theTaskIsWhatTheCallersTagSays() {
        assertThat(sensed(Map.of("task", " bug_fixing ")).get(TaskSensor.TASK)).contains("bug_fixing");
    }

    @Test
    void whoSaysNothingHasNoTask() {
        assertThat(sensed(Map.of("user", "bug_fixing")).get(TaskSensor.TASK)).isEmpty();
        assertThat(sensed(Map.of("task", " ")).get(TaskSensor.TASK)).isEmpty();
    }
}
