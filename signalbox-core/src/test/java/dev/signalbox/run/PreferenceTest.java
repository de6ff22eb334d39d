package dev.signalbox.run;

import static dev.signalbox.run.Preference.FIRST;
import static dev.signalbox.run.Preference.FIRST_BY_FAR;
import static dev.signalbox.run.Preference.NEITHER;
import static dev.signalbox.run.Preference.SECOND;
import static dev.signalbox.run.Preference.SECOND_BY_FAR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreferenceTest {
    @Test
    void theLastVerdictInBracketsCounts() {
        assertThat(Preference.in("First [[A>B]], but no: [[ B>>A ]].")).contains(SECOND_BY_FAR);
        assertThat(Preference.in("[[B=A]]")).contains(NEITHER);
        assertThat(Preference.in("A>B")).isEmpty();
        assertThat(Preference.in("[[A>=B]]")).isEmpty();
        assertThat(Preference.in("")).isEmpty();
    }

    @Test
    void turningTwiceIsNotTurning() {
        for (var preference : Preference.values()) {
            assertThat(preference.turned().turned()).isEqualTo(preference);
            assertThat(Preference.signed(preference.sign())).contains(preference);
        }
    }

    @Test
    void aPreferenceCountsOnlyWhereBothOrdersAgree() {
        assertThat(FIRST_BY_FAR.confirmedBy(FIRST)).isEqualTo(FIRST);
        assertThat(FIRST.confirmedBy(FIRST_BY_FAR)).isEqualTo(FIRST);
        assertThat(SECOND_BY_FAR.confirmedBy(SECOND_BY_FAR)).isEqualTo(SECOND_BY_FAR);
        assertThat(FIRST.confirmedBy(NEITHER)).isEqualTo(NEITHER);
        assertThat(FIRST.confirmedBy(SECOND)).isEqualTo(NEITHER);
        assertThat(FIRST.contradicts(SECOND)).isTrue();
        assertThat(FIRST.contradicts(NEITHER)).isFalse();
    }
}
