package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.CoreFixtures;
import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.Sensor;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SensesTest {
    private static final SignalKey<Double> FIRST = SignalKey.score("first");
    private static final SignalKey<Double> SECOND = SignalKey.score("second");
    private final Moment received = new ReceivedMoment(CoreFixtures.request("auto"));

    private interface Sense {
        List<Signal<?>> of(Signals known) throws InterruptedException;
    }

    private static Sensor<ReceivedMoment> sensor(String name, boolean waits, Sense sense) {
        return new Sensor<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Class<ReceivedMoment> moment() {
                return ReceivedMoment.class;
            }

            @Override
            public boolean waits(ReceivedMoment moment, Signals known) {
                return waits;
            }

            @Override
            public List<Signal<?>> sense(ReceivedMoment moment, Signals known) {
                try {
                    return sense.of(known);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return List.of();
                }
            }
        };
    }

    @Test
    void aSensorKnowsWhatThoseBeforeItSaid() throws InterruptedException {
        var senses = new Senses(
                List.of(
                        sensor("one", false, known -> List.of(FIRST.of(1.0))),
                        sensor(
                                "two",
                                false,
                                known -> List.of(SECOND.of(known.get(FIRST).orElseThrow() + 1)))),
                Duration.ofSeconds(1));
        assertThat(senses.at(received, Signals.NONE).get(SECOND)).contains(2.0);
    }

    @Test
    void whoIsLateIsNotHeardAndHoldsNobodyUp() throws InterruptedException {
        var never = new CountDownLatch(1);
        var senses = new Senses(
                List.of(
                        sensor("late", true, known -> {
                            never.await();
                            return List.of(FIRST.of(1.0));
                        }),
                        sensor("quick", false, known -> List.of(SECOND.of(2.0)))),
                Duration.ofMillis(20));
        var signals = senses.at(received, Signals.NONE);
        assertThat(signals.get(FIRST)).isEmpty();
        assertThat(signals.get(SECOND)).contains(2.0);
    }

    @Test
    void aSensorAttendsItsOwnMomentOnly() throws InterruptedException {
        var senses = new Senses(List.of(sensor("one", false, known -> List.of(FIRST.of(1.0)))), Duration.ofSeconds(1));
        var rated = new Moment.RatedMoment(CoreFixtures.request("auto"), Answer.of("4", Usage.NONE), 1);
        assertThat(senses.at(rated, Signals.NONE)).isSameAs(Signals.NONE);
    }

    @Test
    void twoSensorsOfOneNameAreRefused() {
        var one = sensor("same", false, known -> List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Senses(List.of(one, one), Duration.ZERO))
                .withMessageContaining("`same`");
    }
}
