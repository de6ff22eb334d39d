package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class HindsightTest {
    private static final Belief BEFORE = new Belief(0.6, 0.2);
    private static final Finding PASS = Finding.pass("json", Reason.JSON_PARSE);
    private static final Finding FAIL = Finding.fail("json", Reason.JSON_PARSE, "no");
    private static final Finding UNKNOWN = Finding.unknown("json", Reason.JSON_PARSE, "no JSON was asked for");

    @Test
    void aPassRaisesAndAFailureLowersByBayesRule() {
        // odds 1.5 times 0.95 / 0.5, and times 0.05 / 0.5
        assertThat(Hindsight.of(BEFORE, List.of(PASS)).mean()).isCloseTo(2.85 / 3.85, within(1e-9));
        assertThat(Hindsight.of(BEFORE, List.of(FAIL)).mean()).isCloseTo(0.15 / 1.15, within(1e-9));
        assertThat(Hindsight.of(BEFORE, List.of(PASS)).deviation()).isEqualTo(0.1);
    }

    @Test
    void manyPassesAreOneAndAFailureOutweighsThem() {
        assertThat(Hindsight.of(BEFORE, List.of(PASS, PASS, UNKNOWN))).isEqualTo(Hindsight.of(BEFORE, List.of(PASS)));
        assertThat(Hindsight.of(BEFORE, List.of(PASS, FAIL))).isEqualTo(Hindsight.of(BEFORE, List.of(FAIL)));
    }

    @Test
    void whatTellsNothingChangesNothing() {
        assertThat(Hindsight.of(BEFORE, List.of(UNKNOWN))).isSameAs(BEFORE);
        assertThat(Hindsight.of(BEFORE, List.of())).isSameAs(BEFORE);
        assertThat(Hindsight.of(Belief.UNKNOWN, List.of(FAIL))).isSameAs(Belief.UNKNOWN);
    }

    @Test
    void noAnswerIsHeldForCertainlyGoodOrBad() {
        assertThat(Hindsight.of(new Belief(1, 0), List.of(FAIL)).mean()).isBetween(0.9, 0.999);
        assertThat(Hindsight.of(new Belief(0, 0), List.of(PASS)).mean()).isBetween(0.001, 0.01);
    }
}
