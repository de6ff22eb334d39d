package dev.signalbox.standard.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final SignalKey<Double> SCORE = SignalKey.score("keep");
    private static final SignalKey<String> GROUP = SignalKey.label("domain");
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final double ALWAYS = Double.NEGATIVE_INFINITY;

    private static Gate byGroup(Map<String, Double> bounds) {
        return new Gate.ByGroup(SCORE, GROUP, new TreeMap<>(bounds));
    }

    private static Truth accepts(Gate gate, double score) {
        return gate.accept().holds(Signals.of(SCORE.of(score)));
    }

    private static Truth accepts(Gate gate, String group, double score) {
        return gate.accept().holds(Signals.of(GROUP.of(group), SCORE.of(score)));
    }

    @Test
    void aScoreAboveTheBoundIsKept() {
        var gate = new Gate.One(SCORE, 0.25);
        assertThat(accepts(gate, 0.26)).isEqualTo(Truth.YES);
        assertThat(accepts(gate, 0.25)).isEqualTo(Truth.NO);
        assertThat(gate.expression()).isEqualTo("keep > 0.25");
    }

    @Test
    void anUnknownScoreLeavesTheAnswerUnknown() {
        for (double bound : new double[] {0.25, NEVER, ALWAYS}) {
            var gate = new Gate.One(SCORE, bound);
            assertThat(gate.accept().holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
            assertThat(accepts(gate, Double.NaN)).isEqualTo(Truth.UNKNOWN);
        }
        var grouped = byGroup(Map.of("math", 0.25));
        assertThat(grouped.accept().holds(Signals.of(GROUP.of("math")))).isEqualTo(Truth.UNKNOWN);
        assertThat(grouped.accept().holds(Signals.of(SCORE.of(0.9)))).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void infinityKeepsNothingAndItsOppositeAll() {
        assertThat(accepts(new Gate.One(SCORE, NEVER), Double.MAX_VALUE)).isEqualTo(Truth.NO);
        assertThat(accepts(new Gate.One(SCORE, ALWAYS), -Double.MAX_VALUE)).isEqualTo(Truth.YES);
        assertThat(new Gate.One(SCORE, NEVER).expression()).isEqualTo("false");
        assertThat(new Gate.One(SCORE, ALWAYS).expression()).isEqualTo("keep > -1.7976931348623157e308");
    }

    @Test
    void eachGroupHasItsBoundAndAnUnmeasuredOneEscalates() {
        var gate = byGroup(Map.of("math", 0.5, "law", -0.25, "say \"hi\"", NEVER));
        assertThat(accepts(gate, "law", 0)).isEqualTo(Truth.YES);
        assertThat(accepts(gate, "math", 0)).isEqualTo(Truth.NO);
        assertThat(accepts(gate, "say \"hi\"", 1e9)).isEqualTo(Truth.NO);
        assertThat(accepts(gate, "new", 1e9)).isEqualTo(Truth.NO);
        assertThat(gate.bound(Optional.of("math"))).isEqualTo(0.5);
        assertThat(gate.bound(Optional.of("new"))).isEqualTo(NEVER);
        assertThat(gate.expression())
                .isEqualTo("(domain == \"law\" && keep > -0.25) || (domain == \"math\" && keep > 0.5)");
        assertThat(byGroup(Map.of("say \"hi\"", 0.5)).expression())
                .isEqualTo("(domain == \"say \\\"hi\\\"\" && keep > 0.5)");
        assertThat(byGroup(Map.of()).expression()).isEqualTo("false");
    }

    @Test
    void aBoundIsANumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Gate.One(SCORE, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> byGroup(Map.of("math", Double.NaN)));
    }
}
