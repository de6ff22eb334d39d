package dev.signalbox.learning.method.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoveltyGuardTest {
    /// Vectors of length 1 about an axis.
    private static float[][] about(int axis, int count, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    var vector = new float[16];
                    for (int i = 0; i < vector.length; i++) vector[i] = (float) (0.15 * random.nextGaussian());
                    vector[axis] += 1;
                    double length = 0;
                    for (float value : vector) length += value * value;
                    for (int i = 0; i < vector.length; i++) vector[i] /= (float) Math.sqrt(length);
                    return vector;
                })
                .toArray(float[][]::new);
    }

    private static long known(NoveltyGuard familiarity, float[][] vectors) {
        return IntStream.range(0, vectors.length)
                .filter(i -> familiarity.knows(vectors[i]))
                .count();
    }

    @Test
    void nearlyAllOfTheSameKindAreKnownAndNoneOfAnother() {
        var familiarity = NoveltyGuard.fit(about(0, 3000, 1), 7);
        assertThat(familiarity.known()).hasNumberOfRows(2000);
        assertThat(known(familiarity, about(0, 1000, 2))).isBetween(970L, 999L);
        assertThat(known(familiarity, about(5, 1000, 3))).isZero();
    }

    @Test
    void whatWasLearntFromIsKnownAndOneQueryIsEnough() {
        float[][] few = about(0, 5, 1);
        assertThat(known(NoveltyGuard.fit(few, 7), few)).isEqualTo(5);
        var single = NoveltyGuard.fit(about(0, 1, 1), 7);
        assertThat(known(single, about(0, 1, 1))).isOne();
    }
}
