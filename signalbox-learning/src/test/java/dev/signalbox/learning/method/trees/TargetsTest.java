package dev.signalbox.learning.method.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TargetsTest {
    @Test
    void aQualityIsTheMeanTheLevelAndTheAdvantage() {
        double[][] quality = {{1, 0, 1}, {0.2, 0.4, Double.NaN}, {Double.NaN, 1, Double.NaN}};
        var targets = Targets.of(quality);
        for (int row = 0; row < quality.length; row++) {
            for (int model = 0; model < 3; model++) {
                double sum = targets.means()[model] + targets.level()[row] + targets.advantage()[model][row];
                if (Double.isNaN(quality[row][model])) assertThat(sum).isNaN();
                else assertThat(sum).isCloseTo(quality[row][model], within(1e-12));
            }
        }
        double beside = targets.advantage()[0][0] + targets.advantage()[1][0] + targets.advantage()[2][0];
        assertThat(beside).isCloseTo(0, within(1e-12));
    }

    @Test
    void aMeanOfFewIsDrawnTowardsThoseOfTheOthers() {
        var quality = new double[1000][2];
        for (int row = 0; row < quality.length; row++) quality[row] = new double[] {0.5, row < 5 ? 1 : Double.NaN};
        double[] means = Targets.of(quality).means();
        assertThat(means[0]).isCloseTo(0.5, within(0.01));
        assertThat(means[1]).isBetween(0.75, 0.85);
        assertThat(Arrays.stream(means).max().orElseThrow()).isLessThan(1);
    }
}
