package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.gate.MetaVerifier.Band;
import dev.signalbox.learning.gate.MetaVerifier.State;
import dev.signalbox.learning.gate.MetaVerifier.VerifierRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetaVerifierTest {
    private static List<VerifierRow> rows(int count, double verified, boolean cheapRight, boolean strongRight) {
        return Collections.nCopies(count, new VerifierRow(verified, cheapRight, strongRight));
    }

    /// Hopeless where the cheap model is sure of its failure, needy where it wavers, good where it is sure.
    private static MetaVerifier fitted() {
        var rows = new ArrayList<VerifierRow>();
        rows.addAll(rows(30, 0.05, false, false));
        rows.addAll(rows(3, 0.05, false, true));
        rows.addAll(rows(25, 0.45, false, true));
        rows.addAll(rows(10, 0.45, true, true));
        rows.addAll(rows(60, 1, true, true));
        rows.addAll(rows(4, 1, false, true));
        return MetaVerifier.fit(rows, 10);
    }

    @Test
    void countsAreOneMoreThanTheyAre() {
        var rows = new ArrayList<VerifierRow>();
        rows.addAll(rows(3, 0.2, false, true));
        rows.addAll(rows(3, 0.8, true, false));
        var verifier = MetaVerifier.fit(rows, 2);

        assertThat(verifier.probability(State.NEEDY, 0.2)).isEqualTo(3.2 / 4.5, within(1e-12));
        assertThat(verifier.probability(State.GOOD, 0.2)).isEqualTo(0.8 / 4.5, within(1e-12));
        assertThat(verifier.probability(State.HOPELESS, 0.2)).isEqualTo(0.5 / 4.5, within(1e-12));
    }

    @Test
    void theHopelessIsGivenUpAndTheNeedyEscalates() {
        assertThat(fitted().treatedAs(0.05, 0.3)).isEqualTo(State.HOPELESS);
        assertThat(fitted().treatedAs(0.45, 0.3)).isEqualTo(State.NEEDY);
        assertThat(fitted().treatedAs(1, 0.3)).isEqualTo(State.GOOD);
    }

    @Test
    void theDearerTheStrongModelTheLessEscalates() {
        assertThat(fitted().treatedAs(1, 0.02)).isEqualTo(State.NEEDY);
        assertThat(fitted().treatedAs(0.45, 1)).isEqualTo(State.GOOD);
    }

    @Test
    void conditionsAreWrittenAsInSettings() {
        assertThat(fitted().condition(State.GOOD, 0.3)).isEqualTo("verified >= 0.9");
        assertThat(fitted().condition(State.HOPELESS, 0.3)).isEqualTo("verified < 0.1");
        assertThat(fitted().condition(State.GOOD, 0)).isEqualTo("false");
    }

    @Property
    void bandsAreWholeAndSayWhatTheTableSays(
            @ForAll @DoubleRange(min = 0, max = 1) double verified,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double worth,
            @ForAll @IntRange(min = 1, max = 12) int bins) {
        var rows = new ArrayList<VerifierRow>();
        for (int i = 0; i < 40; i++) rows.add(new VerifierRow(i / 40.0, i % 3 == 0, i % 2 == 0));
        var verifier = MetaVerifier.fit(rows, bins);

        var holding = verifier.bands(worth).stream()
                .filter(band -> verified >= band.from() && (verified < band.to() || band.to() == 1))
                .toList();
        assertThat(holding).singleElement().extracting(Band::state).isEqualTo(verifier.treatedAs(verified, worth));
    }

    @Test
    void aShareIsNeeded() {
        assertThatThrownBy(() -> new VerifierRow(1.5, true, true)).hasMessageContaining("1.5");
    }
}
