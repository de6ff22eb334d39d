package dev.signalbox.learning.method.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CapabilityVectorsTest {
    private static final CapabilityVectors TWO =
            new CapabilityVectors(new double[][] {{0.1, 0.1, 0.1}, {0.9, 0.9, 0.9}, {0.9, 0.1, 0.9}});

    @Test
    void theAngleCannotTellAGoodModelFromABadOne() {
        var needs = new Need(new double[] {0.2, 0.3, 0.5}, new double[] {0.8, 0.8, 0.8});
        assertThat(TWO.cosine(0, needs)).isCloseTo(TWO.cosine(1, needs), within(1e-9));
        assertThat(TWO.sufficiency(1, needs)).isGreaterThan(TWO.sufficiency(0, needs));
    }

    @Test
    void onlyWhatIsLackingCounts() {
        double[] shares = {0.5, 0.4, 0.1};
        assertThat(TWO.sufficiency(1, new Need(shares, new double[] {0.5, 0.9, 0})))
                .isEqualTo(1);
        assertThat(TWO.sufficiency(2, new Need(shares, new double[] {0.5, 0.6, 0})))
                .isCloseTo(0.9, within(1e-9));
    }

    @Test
    void aSurplusCountsAsMuchAsTheQueryIsOfTheAxis() {
        assertThat(TWO.surplus(2, new Need(new double[] {0.5, 0.4, 0.1}, new double[] {0.5, 0.6, 0.9})))
                .containsExactly(new double[] {0.2, -0.2, 0}, within(1e-9));
    }

    @Test
    void theHarderTheQueryTheAblerOneMustBe() {
        double[] shares = {1, 0, 0};
        assertThat(TWO.need(shares, 0).levels()[1]).isEqualTo(0.1);
        assertThat(TWO.need(shares, 1).levels()[1]).isEqualTo(0.9);
        assertThat(TWO.need(shares, 0.75).levels()[1]).isCloseTo(0.5, within(1e-9));
        assertThat(TWO.need(shares, 0.75).shares()).isEqualTo(shares);
    }

    @Test
    void abilitiesAreMeansByAxisShrunkTowardsTheModelsOwn() {
        var shares = new double[80][];
        var quality = new double[80][];
        for (int row = 0; row < 80; row++) {
            boolean first = row % 2 == 0;
            shares[row] = first ? new double[] {1, 0} : new double[] {0, 1};
            quality[row] = new double[] {first ? 1 : 0, row < 40 ? 1 : Double.NaN};
        }
        double[][] able = CapabilityVectors.fit(shares, quality).ofModel();
        assertThat(able[0]).containsExactly(new double[] {50 / 60.0, 10 / 60.0}, within(1e-9));
        assertThat(able[1]).containsExactly(new double[] {1, 1}, within(1e-9));
    }
}
