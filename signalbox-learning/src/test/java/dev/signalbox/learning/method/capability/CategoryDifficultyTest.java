package dev.signalbox.learning.method.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.method.Domains;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CategoryDifficultyTest extends MethodKit {
    @Override
    protected Method method() {
        return new CategoryDifficulty();
    }

    @Test
    void aCellIsShrunkTowardsItsCategoryAndThatTowardsAll() {
        // Twenty queries of one category all right, twenty of another all wrong; the first are all of one level.
        var quality = new double[40][1];
        var category = new int[40];
        for (int row = 0; row < 20; row++) quality[row][0] = 1;
        Arrays.fill(category, 20, 40, 1);
        var cells = Cells.fit(quality, new Domains(category, 2), new int[40], 2);
        assertThat(cells.quality(new double[] {1, 0}, 1)[0]).isCloseTo(0.75, within(1e-6));
        assertThat(cells.quality(new double[] {1, 0}, 0)[0]).isCloseTo(0.875, within(1e-6));
        assertThat(cells.quality(new double[] {0.5, 0.5}, 0)[0]).isCloseTo(0.5, within(1e-6));
    }
}
