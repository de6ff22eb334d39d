package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.gate.MetaVerifier.Row;
import dev.signalbox.learning.gate.MetaVerifier.State;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetaVerifierTest {
    private static List<Row> rows(int count, double verified, boolean cheapRight, boolean strongRight) {
        return Collections.nCopies(count, new Row(verified, cheapRight, strongRight));
    }

    /// Hopeless where the cheap model is sure of its failure, needy where it wavers, good where it is sure.
    private static MetaVerifier fitted() {
        var rows = new ArrayList<Row>();
        rows.addAll(rows(30, 0.05, false, false));
        rows.addAll(rows(3, 0.05, false, true));
        rows.addAll(rows(25, 0.45, false, true));
        rows.addAll(rows(10, 0.45, true, true));
        rows.addAll(rows(60, 1, true, true));
        rows.addAll(rows(4, 1, false, true));
        return MetaVerifier.fit(rows, 10);
    }

    private static Truth kept(MetaVerifier verifier, double worth, double verified) {
        return verifier.keep(worth).holds(Signals.of(Verify.VERIFIED.of(verified)));
    }

    @Test
    void countsAreOneMoreThanTheyAre() {
        var rows = new ArrayList<Row>();
        rows.addAll(rows(3, 0.2, false, true));
        rows.addAll(rows(3, 0.8, true, false));
        var verifier = MetaVerifier.fit(rows, 2);

        assertThat(verifier.probability(State.NEEDY, 0.2)).isEqualTo(3.2 / 4.5, within(1e-12));
        assertThat(verifier.probability(State.GOOD, 0.2)).isEqualTo(0.8 / 4.5, within(1e-12));
        assertThat(verifier.probability(State.HOPELESS, 0.2)).isEqualTo(0.5 / 4.5, within(1e-12));
    }

    @Test
    void theHopelessIsKeptAndTheNeedyIsNot() {
        assertThat(kept(fitted(), 0.3, 0.05)).isEqualTo(Truth.YES);
        assertThat(kept(fitted(), 0.3, 0.45)).isEqualTo(Truth.NO);
        assertThat(kept(fitted(), 0.3, 1)).isEqualTo(Truth.YES);
    }

    @Test
    void theDearerTheStrongModelTheMoreIsKept() {
        assertThat(kept(fitted(), 0.02, 1)).isEqualTo(Truth.NO);
        assertThat(kept(fitted(), 1, 0.45)).isEqualTo(Truth.YES);
    }

    @Test
    void whatWasNotVerifiedIsUnknown() {
        assertThat(fitted().keep(0.3).holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
        assertThat(fitted().keep(1.1).holds(Signals.NONE)).isEqualTo(Truth.UNKNOWN);
    }

    @Property
    void theConditionSaysWhatTheTableSays(
            @ForAll @DoubleRange(min = 0, max = 1) double verified,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double worth,
            @ForAll @IntRange(min = 1, max = 12) int bins) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < 40; i++) rows.add(new Row(i / 40.0, i % 3 == 0, i % 2 == 0));
        var verifier = MetaVerifier.fit(rows, bins);

        assertThat(kept(verifier, worth, verified))
                .isEqualTo(Truth.of(verifier.probability(State.NEEDY, verified) < worth));
    }

    @Test
    void aShareIsNeeded() {
        assertThatThrownBy(() -> new Row(1.5, true, true)).hasMessageContaining("1.5");
    }
}
