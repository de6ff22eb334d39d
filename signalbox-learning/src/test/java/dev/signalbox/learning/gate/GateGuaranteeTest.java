package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.standard.gate.Gate;
import dev.signalbox.standard.gate.KeepSensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateGuaranteeTest {
    private static final int DRAWS = 2_000;

    private static GateTrial trial(double score, double loss) {
        return new GateTrial(score, loss, loss == 0, Optional.empty());
    }

    /// The score is uniform and a kept query is lost with probability `slope · (1 − score)`.
    private static List<GateTrial> draw(int trials, double slope, boolean graded, Random random) {
        var drawn = new ArrayList<GateTrial>();
        for (int i = 0; i < trials; i++) {
            double score = random.nextDouble();
            double loss = slope * (1 - score);
            drawn.add(trial(score, graded ? loss * random.nextDouble() * 2 : random.nextDouble() < loss ? 1 : 0));
        }
        return drawn;
    }

    /// The integral of the loss above the bound: what the gate really loses.
    private static double trueRisk(double bound, double slope) {
        double kept = 1 - Math.clamp(bound, 0, 1);
        return slope * kept * kept / 2;
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0.5, 0.05, 0.9, false",
        "300, 0.5, 0.05, 0.9, false",
        "1000, 0.4, 0.1, 0.95, false",
        "300, 1, 0.02, 0.8, false",
        "300, 0.5, 0.05, 0.9, true"
    })
    void thePromiseHoldsInTheStatedShareOfDraws(int n, double slope, double risk, double confidence, boolean graded) {
        var promise = new GateGuarantee.WithConfidence(risk, confidence);
        var random = new Random(7);
        int broken = 0;
        int keeping = 0;
        for (int i = 0; i < DRAWS; i++) {
            double bound = promise.bound(draw(n, slope, graded, random));
            if (trueRisk(bound, slope) > risk) broken++;
            if (bound < Double.POSITIVE_INFINITY) keeping++;
        }
        double doubt = 1 - confidence;
        assertThat((double) broken / DRAWS).isLessThan(doubt + 3 * Math.sqrt(doubt * (1 - doubt) / DRAWS));
        assertThat(keeping).as("a gate that keeps nothing promises nothing").isEqualTo(DRAWS);
    }

    @ParameterizedTest
    @CsvSource({"30, 0.5, 0.05", "200, 0.5, 0.05", "500, 1, 0.1"})
    void theMeanRiskOverDrawsIsAtMostAsPromised(int n, double slope, double risk) {
        var promise = new GateGuarantee.OnAverage(risk);
        var random = new Random(11);
        double[] risks = IntStream.range(0, DRAWS)
                .mapToDouble(_ -> trueRisk(promise.bound(draw(n, slope, false, random)), slope))
                .toArray();
        double mean = IntStream.range(0, DRAWS).mapToDouble(i -> risks[i]).sum() / DRAWS;
        double variance = IntStream.range(0, DRAWS)
                        .mapToDouble(i -> (risks[i] - mean) * (risks[i] - mean))
                        .sum()
                / DRAWS;
        assertThat(mean).isLessThan(risk + 3 * Math.sqrt(variance / DRAWS));
        assertThat(mean).as("no more careful than need be").isGreaterThan(risk / 2);
    }

    @Test
    void onAverageAHundredTrialsMayLoseNineAtATenth() {
        var trials = new ArrayList<GateTrial>();
        for (int i = 0; i < 100; i++) trials.add(trial(-i, i < 12 ? 1 : 0));
        // (9 + 1) / 101 ≤ 0.1 < (10 + 1) / 101: the tenth loss, at −9, is the first that isn't kept.
        assertThat(new GateGuarantee.OnAverage(0.1).bound(trials)).isEqualTo(-9);
    }

    @Test
    void equalScoresStandOrFallTogether() {
        var trials = new ArrayList<GateTrial>();
        for (int i = 0; i < 50; i++) trials.add(trial(1, 0));
        for (int i = 0; i < 50; i++) trials.add(trial(0, i % 2));
        assertThat(new GateGuarantee.OnAverage(0.1).bound(trials)).isEqualTo(0);
        assertThat(new GateGuarantee.WithConfidence(0.1, 0.9).bound(trials)).isEqualTo(0);
    }

    @Test
    void whereNothingIsLostAllIsKept() {
        var trials = IntStream.range(0, 60).mapToObj(i -> trial(i, 0)).toList();
        assertThat(new GateGuarantee.OnAverage(0.05).bound(trials)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(new GateGuarantee.WithConfidence(0.05, 0.95).bound(trials)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.9, 45", "0.01, 0.9, 230", "0.01, 0.95, 299"})
    void theFewestTrialsAreAsPublished(double risk, double confidence, int least) {
        var promise = new GateGuarantee.WithConfidence(risk, confidence);
        assertThat(promise.trialsMin()).isEqualTo(least);
        var enough = IntStream.range(0, least).mapToObj(i -> trial(i, 0)).toList();
        assertThat(promise.bound(enough)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(promise.bound(enough.subList(1, least))).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void onAverageTheFewestTrialsAreOneLessThanOneOverTheRisk() {
        var promise = new GateGuarantee.OnAverage(0.05);
        assertThat(promise.trialsMin()).isEqualTo(19);
        var enough = IntStream.range(0, 19).mapToObj(i -> trial(i, 0)).toList();
        assertThat(promise.bound(enough)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(promise.bound(enough.subList(1, 19))).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void severalGroupsShareTheDoubt() {
        var each = new GateGuarantee.WithConfidence(0.1, 0.9).forOneOf(4);
        assertThat(each.confidence()).isCloseTo(0.975, within(1e-12));
        assertThat(new GateGuarantee.OnAverage(0.1).forOneOf(4)).isEqualTo(new GateGuarantee.OnAverage(0.1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void whatIsNoShareIsRefused(double wrong) {
        assertThatIllegalArgumentException().isThrownBy(() -> new GateGuarantee.OnAverage(wrong));
        assertThatIllegalArgumentException().isThrownBy(() -> new GateGuarantee.WithConfidence(0.1, wrong));
        assertThatIllegalArgumentException().isThrownBy(() -> trial(0, wrong == 0 || wrong == 1 ? 2 : wrong));
        assertThatIllegalArgumentException().isThrownBy(() -> trial(Double.NaN, 0));
    }

    /// The promise is about the risk of queries yet to come. A part that is held back measures that risk with chance of
    /// its own, so a gate that is right is seen above its promise more often than it is.
    @Test
    void theTrueRiskKeepsThePromiseThoughAHeldBackPartIsOftenerAboveIt() {
        var promise = new GateGuarantee.WithConfidence(0.1, 0.9);
        int gates = 600;
        int trulyAbove = 0;
        int seenAbove = 0;
        for (int i = 0; i < gates; i++) {
            var random = new Random(i);
            var gate = new Gate.One(KeepSensor.KEEP, promise.bound(drawn(random, 1_000)));
            if (trueRisk(gate.bound()) > promise.risk()) trulyAbove++;
            if (GateCheck.of(gate, drawn(random, 1_000)).risk() > promise.risk()) seenAbove++;
        }
        // A tenth, and three standard errors of so many gates.
        assertThat(trulyAbove / (double) gates).isLessThan(0.1 + 3 * 0.0123);
        assertThat(seenAbove).isGreaterThan(trulyAbove);
        assertThat(seenAbove / (double) gates).isBetween(0.1, 0.24);
    }

    /// A score uniform on 0..1, and a loss the likelier the lower it is.
    private static List<GateTrial> drawn(Random random, int count) {
        return Stream.generate(() -> {
                    double score = random.nextDouble();
                    return new GateTrial(
                            score, random.nextDouble() < 0.4 * (1 - score) ? 1 : 0, true, Optional.empty());
                })
                .limit(count)
                .toList();
    }

    /// The mean of `0.4 (1 − score)` over the scores above the bound.
    private static double trueRisk(double bound) {
        double lost = 1 - Math.clamp(bound, 0, 1);
        return 0.2 * lost * lost;
    }
}
