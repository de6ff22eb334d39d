package dev.signalbox.standard.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Moment.AnsweredMoment;
import dev.signalbox.signal.Signals;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckSensorTest {
    private static final AnsweredMoment MOMENT =
            new AnsweredMoment(Request.of("r", "auto", "Hello", Instant.MAX), Answer.of("Hi", Usage.NONE));

    @Test
    void whatPassedRaisesItsFlag() {
        var passed = Finding.pass("shape", Reason.FORMAT);
        assertThat(saying(passed).sense(MOMENT, Signals.NONE))
                .containsExactly(
                        Finding.flag("shape").of(true), Finding.key("shape").of(passed));
    }

    @Test
    void whatFailedLowersItsFlag() {
        var failed = Finding.fail("shape", Reason.FORMAT, "no table");
        assertThat(saying(failed).sense(MOMENT, Signals.NONE))
                .containsExactly(
                        Finding.flag("shape").of(false), Finding.key("shape").of(failed));
    }

    @Test
    void whatCannotTellHasNoFlag() {
        var unknown = Finding.unknown("shape", Reason.FORMAT, "no shape was asked for");
        assertThat(saying(unknown).sense(MOMENT, Signals.NONE))
                .containsExactly(Finding.key("shape").of(unknown));
    }

    @Test
    void itIsNamedAfterItsFlagAndWaitsAsItsCheckDoes() {
        var sensor = saying(Finding.pass("shape", Reason.FORMAT));
        assertThat(sensor.name()).isEqualTo("check_shape");
        assertThat(sensor.waits(MOMENT, Signals.NONE)).isFalse();
        assertThat(sensor.signals()).containsExactly(Finding.flag("shape"), Finding.key("shape"));
    }

    private static CheckSensor saying(Finding finding) {
        return new CheckSensor(new Check() {
            @Override
            public String name() {
                return "shape";
            }

            @Override
            public Finding of(Request request, Answer answer, Signals known) {
                return finding;
            }
        });
    }
}
