package dev.signalbox.verify.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.checks.Checks;
import dev.signalbox.standard.monitor.Monitors;
import dev.signalbox.verify.orchestration.Recorded.Prompt;
import dev.signalbox.verify.orchestration.Recorded.Said;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// A few of the answers of which `bench/orchestration.sh` looks at all.
class AlarmStudyTest {
    private static final double SHARE_MAX = 0.05;

    @Test
    void monitorsAndChecksSeldomSpeakAgainstRealAnswers() throws Exception {
        var study = new AlarmStudy(Recorded.shipped().first(60));
        assertThat(study.size()).isEqualTo(240);
        for (var monitor : Monitors.usual()) {
            assertThat(new Share(study.alarms(monitor).found().size(), study.size()).value())
                    .as(monitor.name())
                    .isLessThan(SHARE_MAX);
        }
        for (var check : new Checks(Checks.Options.DEFAULT).all()) {
            assertThat(new Share(study.alarms(check).found().size(), study.size()).value())
                    .as(check.name())
                    .isLessThan(SHARE_MAX);
        }
    }

    @Test
    void whatIsBadIsFound() throws Exception {
        var refusal = "I'm sorry, but I can't help with that. If there is anything else, do not hesitate to ask me.";
        var study = new AlarmStudy(new Recorded(
                List.of(new Prompt("p", "How do points on a railway work?", Map.of("m", new Said(refusal, 0.1))))));
        var finding = Monitors.usual().stream()
                .map(study::alarms)
                .filter(alarms -> !alarms.found().isEmpty())
                .map(AlarmStudy.Alarms::name);
        assertThat(finding).containsExactly("refusal_opening");
        assertThat(study.alarms(new Checks(Checks.Options.DEFAULT).named("refusal"))
                        .found())
                .hasSize(1);
    }

    @Test
    void wilsonsIntervalHoldsForRareHits() {
        var within = Offset.offset(0.0001);
        assertThat(new Share(0, 100).low()).isZero();
        assertThat(new Share(0, 100).high()).isEqualTo(0.0370, within);
        assertThat(new Share(5, 100).low()).isEqualTo(0.0215, within);
        assertThat(new Share(5, 100).high()).isEqualTo(0.1118, within);
    }
}
