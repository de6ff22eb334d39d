package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.sensor.GroupSensor;
import dev.signalbox.testkit.MonitorKit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TooLongMonitorTest extends MonitorKit {
    @Override
    protected Monitor monitor() {
        return new TooLongMonitor(new TooLongMonitor.Options(20), new AnswerLengths());
    }

    @Override
    protected Stream<String> bad() {
        return Stream.of("twenty-one characters", "x".repeat(1_000));
    }

    @Override
    protected Stream<String> good() {
        return Stream.of("", "twenty characters 20");
    }

    private static boolean stops(int usual, int chars) {
        var lengths = new AnswerLengths();
        for (int i = 0; i < 400; i++)
            RequestedOutput.answered("r" + i, "sums", usual).forEach(lengths);
        var known = Signals.of(GroupSensor.GROUP.of("sums"));
        var watch =
                new TooLongMonitor(TooLongMonitor.Options.DEFAULT, lengths).watch(RequestedOutput.of("1 + 1?"), known);
        var finding = watch.heard(new Delta(0, "x".repeat(chars), List.of(), Optional.empty()));
        if (finding != null) {
            assertThat(finding.evidence())
                    .endsWith(chars > TooLongMonitor.Options.DEFAULT.charsMax() ? "(set)" : "(learnt)");
        }
        return finding != null;
    }

    @Test
    void anAnswerMayBeLongerThanIsUsualInItsCategoryButNotEndless() {
        assertThat(stops(1_000, 3_900)).isFalse();
        assertThat(stops(1_000, 4_500)).isTrue();
    }

    @Test
    void toStopAShortAnswerSavesNothing() {
        assertThat(stops(10, 2_000)).isFalse();
        assertThat(stops(10, 2_001)).isTrue();
    }

    @Test
    void howeverLongAnswersAreWhatWasSetHolds() {
        assertThat(stops(40_000, 50_000)).isFalse();
        assertThat(stops(40_000, 50_001)).isTrue();
    }
}
