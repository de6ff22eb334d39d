package dev.signalbox.plan;

import static dev.signalbox.CoreFixtures.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Confidence;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Fusion.JudgeSelected;
import dev.signalbox.plan.Fusion.Score;
import dev.signalbox.plan.Fusion.Synthesised;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Fuse;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusionTest {
    private static int switched(List<Double> scores, long tokens) {
        var how = new Synthesised(List.of(model("joiner")), scores);
        return how.read(how.asked(scores.size()), tokens);
    }

    @Test
    void theSwitchReadsWhoIsNearTheBestAsFarAsThereIsRoom() {
        assertThat(switched(List.of(0.8, 0.7, 0.5), 0)).isEqualTo(2);
        assertThat(switched(List.of(1.0, 0.5, 0.4), 0)).isEqualTo(1);
        assertThat(switched(List.of(1.0, 0.9, 0.85), 3 * 5_000)).isEqualTo(2);
        assertThat(switched(List.of(1.0, 0.9, 0.85), 3 * 4_000)).isEqualTo(3);
    }

    @Test
    void scoresMustBeInOrder() {
        assertThatThrownBy(() -> new Synthesised(List.of(model("joiner")), List.of(0.5, 0.8)))
                .hasMessageContaining("best first");
    }

    @ParameterizedTest
    @CsvSource({"-.1 -.2 -.1 -.2, .1525", "-.01 -.01 -1.5 -.01, .79877", "-.3 -.3 -.3 -.3, .3"})
    void theLikelihoodIsAMeanAndItsVariance(String logProbabilities, double score) {
        var logs = List.of(logProbabilities.split(" ")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(new Score.Likelihood(1).of(Confidence.of(logs, new double[0])))
                .isEqualTo(score, within(5e-6));
    }

    @Test
    void theTailIsTheLastFifthButAtLeastThirtyTwo() {
        var entropies = new double[200];
        for (int i = 0; i < 200; i++) entropies[i] = i;
        var few = new double[] {9, 1, 2};

        assertThat(Confidence.of(new double[200], entropies).tailEntropy()).isEqualTo(179.5);
        assertThat(Confidence.of(new double[100], java.util.Arrays.copyOf(entropies, 100))
                        .tailEntropy())
                .isEqualTo(83.5);
        assertThat(Confidence.of(new double[3], few).tailEntropy()).isEqualTo(2);
    }

    @Test
    void whoJudgesAndWhoVerifiesMustBePermittedToo() {
        var fuse = new Fuse(List.of(new Call(model("a"))), new JudgeSelected(model("judge"), ""));
        var cascade = new Plan.Cascade(
                List.of(Stage.of(fuse, Condition.ALWAYS).verifiedBy(new Verify(model("verifier"), 3))));

        assertThat(cascade.models().map(Model::id)).containsExactly("a", "judge", "verifier");
    }
}
