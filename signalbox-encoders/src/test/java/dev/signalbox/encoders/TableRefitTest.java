package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableRefitTest {
    private static final int TOKENS = 20;
    private static final int DIMENSIONS = 3;

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<int[]> texts = texts();
    private final float[] weights = weights();
    private final TokenBags bags = new TokenBags(texts, weights);

    /// Of all tokens but the last.
    private List<int[]> texts() {
        var texts = new ArrayList<int[]>();
        for (int i = 0; i < 200; i++) {
            texts.add(random.ints(1 + random.nextInt(6), 0, TOKENS - 1).toArray());
        }
        return texts;
    }

    private float[] weights() {
        return numbers(TOKENS, 0.5, 1.5);
    }

    private float[] numbers(int count, double least, double most) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextDouble(least, most);
        return numbers;
    }

    @Test
    void aTextsVectorIsTheWeightedMeanOfItsTokens() {
        float[] table = numbers(TOKENS * DIMENSIONS, -1, 1);
        float[] said = bags.texts(table, DIMENSIONS);
        int[] ids = texts.get(7);
        for (int k = 0; k < DIMENSIONS; k++) {
            float sum = 0;
            for (int id : ids) sum += weights[id] * table[id * DIMENSIONS + k];
            assertThat(said[7 * DIMENSIONS + k]).isCloseTo(sum / ids.length, within(1e-5f));
        }
    }

    @Test
    void theTransposedProductIsTheOtherSideOfTheSameMatrix() {
        float[] table = numbers(TOKENS * DIMENSIONS, -1, 1);
        float[] targets = numbers(texts.size() * DIMENSIONS, -1, 1);
        assertThat(dot(bags.texts(table, DIMENSIONS), targets))
                .isCloseTo(dot(table, bags.tokens(targets, DIMENSIONS)), within(1e-3));
    }

    @Test
    void withoutRidgeTheTableThatMadeTheTextsIsFoundAgain() {
        float[] wanted = numbers(TOKENS * DIMENSIONS, -1, 1);
        float[] first = numbers(TOKENS * DIMENSIONS, -1, 1);
        float[] found = fit(first, bags.texts(wanted, DIMENSIONS), 1e-6, 60);
        for (int i = 0; i < (TOKENS - 1) * DIMENSIONS; i++) assertThat(found[i]).isCloseTo(wanted[i], within(0.01f));
    }

    /// Held to the condition that is true only at the minimum of ridge regression.
    @Test
    void withRidgeTheGradientVanishes() {
        double ridge = 0.3;
        float[] first = numbers(TOKENS * DIMENSIONS, -1, 1);
        float[] targets = numbers(texts.size() * DIMENSIONS, -1, 1);
        float[] found = fit(first, targets, ridge, 60);
        float[] said = bags.texts(first, DIMENSIONS);
        double scale = dot(said, targets) / dot(said, said);
        float[] missing = bags.texts(found, DIMENSIONS);
        for (int i = 0; i < missing.length; i++) missing[i] -= targets[i];
        float[] gradient = bags.tokens(missing, DIMENSIONS);
        for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i] + ridge * (found[i] - scale * first[i])).isCloseTo(0, within(1e-3));
        }
    }

    @Test
    void aTokenThatNoTextHasKeepsItsDirection() {
        float[] first = numbers(TOKENS * DIMENSIONS, 1, 2);
        float[] found = fit(first, numbers(texts.size() * DIMENSIONS, 1, 2), 0.05, 20);
        int last = (TOKENS - 1) * DIMENSIONS;
        float ratio = found[last] / first[last];
        for (int k = 1; k < DIMENSIONS; k++) {
            assertThat(found[last + k] / first[last + k]).isCloseTo(ratio, within(1e-5f));
        }
    }

    private float[] fit(float[] first, float[] targets, double ridge, int steps) {
        var told = new ArrayList<Integer>();
        float[] found = new TableRefit(bags, DIMENSIONS, ridge).fit(first, targets, steps, told::add);
        assertThat(told).hasSize(steps).endsWith(steps);
        return found;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
