package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class PosteriorQualityTest {
    private static final Belief BEFORE = new Belief(0.6, 0.2);
    private static final Finding PASS = Finding.pass("json", Reason.JSON_PARSE);
    private static final Finding FAIL = Finding.fail("json", Reason.JSON_PARSE, "no");
    private static final Finding UNKNOWN = Finding.unknown("json", Reason.JSON_PARSE, "no JSON was asked for");

    private static Belief hindsight(Belief before, Finding... findings) {
        return PosteriorQuality.of(before, List.of(findings), Acceptance.ASSUMED);
    }

    @Test
    void aPassRaisesAndAFailureLowersByBayesRule() {
        // odds 1.5 times 0.95 / 0.5, and times 0.05 / 0.5
        assertThat(hindsight(BEFORE, PASS).mean()).isCloseTo(2.85 / 3.85, within(1e-9));
        assertThat(hindsight(BEFORE, FAIL).mean()).isCloseTo(0.15 / 1.15, within(1e-9));
        assertThat(hindsight(BEFORE, PASS).deviation()).isEqualTo(0.1);
    }

    @Test
    void whatWasMeasuredOfTheChecksDecidesHowMuchTheirWordIsWorth() {
        var telling = PosteriorQuality.of(BEFORE, List.of(PASS), new Acceptance(0.9, 0.1));
        var empty = PosteriorQuality.of(BEFORE, List.of(PASS), new Acceptance(0.9, 0.9));
        var sure = PosteriorQuality.of(BEFORE, List.of(FAIL), new Acceptance(1, 0));

        // odds 1.5 times 0.9 / 0.1
        assertThat(telling.mean()).isCloseTo(13.5 / 14.5, within(1e-9));
        assertThat(empty.mean()).isCloseTo(BEFORE.mean(), within(1e-9));
        assertThat(sure.mean()).isBetween(0.001, 0.01);
    }

    @Test
    void manyPassesAreOneAndAFailureOutweighsThem() {
        assertThat(hindsight(BEFORE, PASS, PASS, UNKNOWN)).isEqualTo(hindsight(BEFORE, PASS));
        assertThat(hindsight(BEFORE, PASS, FAIL)).isEqualTo(hindsight(BEFORE, FAIL));
    }

    @Test
    void whatTellsNothingChangesNothing() {
        assertThat(hindsight(BEFORE, UNKNOWN)).isSameAs(BEFORE);
        assertThat(hindsight(BEFORE)).isSameAs(BEFORE);
        assertThat(hindsight(Belief.UNKNOWN, FAIL)).isSameAs(Belief.UNKNOWN);
    }

    @Test
    void noAnswerIsHeldForCertainlyGoodOrBad() {
        assertThat(hindsight(new Belief(1, 0), FAIL).mean()).isBetween(0.9, 0.999);
        assertThat(hindsight(new Belief(0, 0), PASS).mean()).isBetween(0.001, 0.01);
    }
}
