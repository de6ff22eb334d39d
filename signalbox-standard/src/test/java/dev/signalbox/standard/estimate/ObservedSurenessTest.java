package dev.signalbox.standard.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Usage;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.standard.Cases;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ObservedSurenessTest {
    private static final Model MODEL = Cases.priced("a", 1, 2, Model.Prior.UNKNOWN);

    private static Event called(double meanNll, double variance) {
        return new Event.Called(
                "r1",
                Instant.EPOCH,
                "a",
                Usage.of(1, 1),
                0,
                OptionalDouble.empty(),
                1,
                "DONE",
                Optional.empty(),
                Optional.of(new Confidence(meanNll, variance, 0, 10)));
    }

    @Test
    void aModelsScaleIsWhatItToldOfLateOnceEnoughWasTold() {
        var sureness = new ObservedSureness();
        for (int i = 0; i < 19; i++) sureness.accept(called(0.2, 0.1));
        sureness.accept(Cases.called("a", "DONE", 1, 2, 3));
        assertThat(sureness.scale(MODEL)).isEmpty();
        for (int i = 0; i < 3_000; i++) sureness.accept(called(i % 2 == 0 ? 0.1 : 0.3, 0.1));
        assertThat(sureness.scale(MODEL)).hasValueSatisfying(scale -> {
            assertThat(scale.mean()).isCloseTo(0.3, within(0.01));
            assertThat(scale.deviation()).isCloseTo(0.1, within(0.01));
        });
    }

    @Test
    void aModelThatAlwaysTellsTheSameHasNoScale() {
        var sureness = new ObservedSureness();
        for (int i = 0; i < 100; i++) sureness.accept(called(0.25, 0));
        assertThat(sureness.scale(MODEL)).isEmpty();
    }
}
