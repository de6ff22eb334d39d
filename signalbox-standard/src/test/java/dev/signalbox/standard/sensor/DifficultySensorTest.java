package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifficultySensorTest {
    private static final SignalKey<Double> TOKENS = SignalKey.score("tokens");
    private static final Model SMALL = new Model(
            "small", "p", "small", Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    private static final ReceivedMoment ASKED = new ReceivedMoment(Request.of("r", "auto", "Hi", Instant.MAX));

    private static Signals sensed(Estimator quality, Signals known) {
        return known.with(new DifficultySensor(quality, SMALL).sense(ASKED, known));
    }

    @Test
    void aRequestIsAsHardAsTheCheapestModelIsLikelyToFailIt() {
        Estimator shorterIsBetter = (signals, models) -> models.stream()
                .map(_ -> new Belief(1 - signals.get(TOKENS).orElse(0.0) / 100, 0.1))
                .toList();
        assertThat(sensed(shorterIsBetter, Signals.of(TOKENS.of(20.0))).get(DifficultySensor.DIFFICULTY))
                .hasValueSatisfying(hard -> assertThat(hard).isBetween(0.19, 0.21));
        assertThat(sensed(shorterIsBetter, Signals.of(TOKENS.of(150.0))).get(DifficultySensor.DIFFICULTY))
                .contains(1.0);
    }

    @Test
    void whereNothingIsBelievedNothingIsTold() {
        assertThat(sensed((_, _) -> List.of(Belief.UNKNOWN), Signals.NONE).all())
                .isEmpty();
    }
}
