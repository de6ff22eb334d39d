package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTable.Query;
import dev.signalbox.signal.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GateFitTest {
    private static final SignalKey<Double> SCORE = SignalKey.score("keep");
    private static final SignalKey<String> GROUP = SignalKey.label("domain");
    private static final GateGuarantee PROMISE = new GateGuarantee.WithConfidence(0.1, 0.9);

    private static List<GateTrial> draw(String group, int trials, double slope, Random random) {
        var drawn = new ArrayList<GateTrial>();
        for (int i = 0; i < trials; i++) {
            double score = random.nextDouble();
            drawn.add(
                    new GateTrial(score, random.nextDouble() < slope * (1 - score) ? 1 : 0, true, Optional.of(group)));
        }
        return drawn;
    }

    @Test
    void eachLargeGroupGetsItsOwnBoundAndSmallOnesShareOne() {
        var random = new Random(3);
        var trials = new ArrayList<GateTrial>();
        trials.addAll(draw("easy", 400, 0.05, random));
        trials.addAll(draw("hard", 400, 1, random));
        trials.addAll(draw("rare", 30, 0.1, random));
        trials.addAll(draw("seldom", 30, 0.1, random));
        trials.add(new GateTrial(0.5, 1, false, Optional.empty()));
        var fit = GateFit.byGroup(trials, PROMISE, SCORE, GROUP);
        var gate = fit.gate();
        assertThat(gate.bound(Optional.of("easy"))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(gate.bound(Optional.of("hard"))).isBetween(0.4, 1.0);
        assertThat(gate.bound(Optional.of("rare")))
                .isEqualTo(gate.bound(Optional.of("seldom")))
                .isLessThan(Double.POSITIVE_INFINITY);
        assertThat(gate.bound(Optional.of("new"))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(gate.bound(Optional.empty())).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(fit.parts())
                .extracting(part -> part.name().orElseThrow())
                .containsExactly("easy", "hard", GateFit.SMALL_GROUPS);
        assertThat(fit.parts().getLast().trials()).isEqualTo(60);
    }

    @Test
    void whereTooFewTrialsAreThereItSaysSoAndKeepsNothing() {
        var fit = GateFit.of(draw("any", 10, 0, new Random(1)), PROMISE, SCORE);
        assertThat(fit.parts()).singleElement().satisfies(part -> {
            assertThat(part.tooFew()).isTrue();
            assertThat(part.keeps()).isFalse();
            assertThat(part.trialsMin()).isEqualTo(22);
        });
    }

    @Test
    void thePromiseHoldsInAllGroupsAtOnce() {
        var random = new Random(5);
        int draws = 500;
        int broken = 0;
        for (int i = 0; i < draws; i++) {
            var trials = new ArrayList<GateTrial>();
            for (var group : List.of("a", "b", "c")) trials.addAll(draw(group, 200, 0.6, random));
            var gate = GateFit.byGroup(trials, PROMISE, SCORE, GROUP).gate();
            boolean breaks = List.of("a", "b", "c").stream().anyMatch(group -> {
                double kept = 1 - Math.clamp(gate.bound(Optional.of(group)), 0, 1);
                return 0.6 * kept * kept / 2 > 0.1;
            });
            if (breaks) broken++;
        }
        assertThat((double) broken / draws).isLessThan(0.1 + 3 * Math.sqrt(0.09 / draws));
    }

    @Test
    void aCheckTellsTheRiskAndTheShareThatEscalates() {
        var gate =
                GateFit.of(draw("a", 2_000, 0.5, new Random(1)), PROMISE, SCORE).gate();
        var held = draw("a", 2_000, 0.5, new Random(2));
        held.addAll(draw("b", 1_000, 0, new Random(3)));
        var check = GateCheck.of(gate, held);
        assertThat(check.trials()).isEqualTo(3_000);
        assertThat(check.risk()).isBetween(check.riskLow(), check.riskHigh());
        assertThat(check.riskHigh() - check.riskLow()).isBetween(0.01, 0.03);
        double bound = gate.bound(Optional.empty());
        assertThat(check.escalated()).isCloseTo(bound, Offset.offset(0.04));
        assertThat(GateCheck.byGroup(gate, held))
                .extracting(own -> own.group().orElseThrow())
                .containsExactly("a", "b");
        assertThat(GateCheck.byGroup(gate, held).getLast().risk()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> GateCheck.of(gate, List.of()));
    }

    @Test
    void trialsAreMadeOfKnownPairsAlone() {
        double unknown = Double.NaN;
        double[][] quality = {{0, 1}, {1, 0}, {unknown, 1}, {0.25, 0.75}, {0, 1}};
        var queries = new ArrayList<Query>();
        for (int i = 0; i < 5; i++) queries.add(new Query("q" + i, Optional.of("g"), Optional.empty()));
        var table = new OutcomeTable("t", queries, List.of("cheap", "strong"), quality, quality, quality);
        var trials = GateTrial.of(table, "cheap", "strong", new double[] {0.1, 0.2, 0.3, 0.4, unknown});
        assertThat(trials).extracting(GateTrial::loss).containsExactly(1.0, 0.0, 0.5);
        assertThat(trials).extracting(GateTrial::score).containsExactly(0.1, 0.2, 0.4);
    }
}
