package dev.signalbox.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final SignalKey<Double> LENGTH = SignalKey.score("length");

    @Test
    void aLaterSignalTakesTheEarlierOnesPlace() {
        var first = Signals.of(LENGTH.of(1.0), SignalKey.flag("code").of(true));
        var second = first.with(List.of(LENGTH.of(2.0)));
        assertThat(second.get(LENGTH)).contains(2.0);
        assertThat(second.all()).hasSize(2);
        assertThat(first.get(LENGTH)).contains(1.0);
    }

    @Test
    void twoOfOneNameInOneGoCountOnce() {
        var signals = Signals.NONE.with(List.of(LENGTH.of(1.0), LENGTH.of(2.0)));
        assertThat(signals.all()).hasSize(1);
        assertThat(signals.get(LENGTH)).contains(2.0);
    }

    @Test
    void aKeyMadeTwiceIsTheSameKey() {
        assertThat(Signals.of(LENGTH.of(3.0)).get(SignalKey.score("length"))).contains(3.0);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(Signals.NONE.get(LENGTH)).isEmpty();
    }

    @Test
    void itsTextNamesSignalsAndNoValues() {
        assertThat(Signals.of(SignalKey.text("text").of("a secret"))).hasToString("Signals[text]");
    }
}
