package dev.signalbox.standard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepSensorTest {
    private static KeepSensor sensor(Estimator quality) {
        return new KeepSensor(quality, Cases.model("cheap"), Cases.model("strong"));
    }

    @Test
    void theScoreIsHowMuchBetterTheCheapModelIsBelievedToBe() {
        Estimator quality = (_, models) -> models.stream()
                .map(model -> new Belief(model.id().equals("cheap") ? 0.5 : 0.75, 0.1))
                .toList();
        assertThat(sensor(quality).sense(Cases.received("Hi"), Signals.NONE))
                .containsExactly(KeepSensor.KEEP.of(-0.25));
    }

    @Test
    void whereOneIsUnknownItIsSilent() {
        Estimator quality = (_, _) -> List.of(new Belief(0.5, 0.1), Belief.UNKNOWN);
        assertThat(sensor(quality).sense(Cases.received("Hi"), Signals.NONE)).isEmpty();
    }
}
