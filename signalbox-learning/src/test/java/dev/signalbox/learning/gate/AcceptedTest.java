package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.plan.Acceptance;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedTest {
    @Test
    void nothingSeenIsWhatIsAssumedAndMuchSeenIsWhatWasSeen() {
        var nothing = new Accepted(0, 0, 0, 0).acceptance();
        var much = new Accepted(8_000, 10_000, 1_000, 10_000).acceptance();

        assertThat(nothing).isEqualTo(Acceptance.ASSUMED);
        assertThat(much.ofGood()).isCloseTo(0.8, within(0.001));
        assertThat(much.ofBad()).isCloseTo(0.1, within(0.001));
    }

    @Test
    void whatIsAssumedWeighsAsMuchAsTenAnswersOfEachKind() {
        assertThat(new Accepted(10, 10, 0, 10).acceptance()).isEqualTo(new Acceptance(0.975, 0.25));
    }

    @Test
    void aConditionThatPrefersBadAnswersTellsNothing() {
        var blind = new Accepted(0, 1_000, 1_000, 1_000).acceptance();
        assertThat(blind.ofBad()).isEqualTo(blind.ofGood());
    }

    @Test
    void answersAreCountedByKind() {
        assertThat(Accepted.of(List.of(1, 2, 3, 4, 5), answer -> answer % 2 == 1, answer -> answer > 2))
                .isEqualTo(new Accepted(2, 3, 1, 2));
    }
}
