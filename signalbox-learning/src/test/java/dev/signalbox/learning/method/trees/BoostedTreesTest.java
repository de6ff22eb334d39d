package dev.signalbox.learning.method.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class BoostedTreesTest extends MethodKit {
    @Override
    protected Method method() {
        return new BoostedTrees();
    }

    private static double[] means(double[][] quality) {
        var means = new double[quality[0].length];
        for (double[] row : quality) for (int i = 0; i < means.length; i++) means[i] += row[i] / quality.length;
        return means;
    }

    @Test
    void ofAQueryLikeNoneItHasSeenItBelievesTheShrunkMeans() {
        var train = Worlds.table("train", 300, 1);
        var learnt = method().learn(train, inputs(train), 7);
        var test = Worlds.table("test", 30, 2);
        var near = inputs(test);
        float[][] far = Arrays.stream(near.embeddings())
                .map(vector -> {
                    var opposite = new float[vector.length];
                    for (int i = 0; i < vector.length; i++) opposite[i] = -vector[i];
                    return opposite;
                })
                .toArray(float[][]::new);
        double[][] strange = learnt.quality(new Inputs(near.texts(), far, near.lexical()));
        double[] means = means(train.quality());
        for (double[] row : strange) {
            assertThat(row).isEqualTo(strange[0]);
            for (int model = 0; model < means.length; model++) {
                assertThat(row[model]).isCloseTo(means[model], within(0.03));
            }
        }
        assertThat(Arrays.stream(learnt.quality(near)).distinct().count()).isGreaterThan(10);
    }

    @Test
    void whatOneThreadLearnsIsWhatManyDo() throws Exception {
        var train = Worlds.table("train", 200, 1);
        var inputs = inputs(train);
        double[][] many = method().learn(train, inputs, 7).quality(inputs);
        try (var one = new ForkJoinPool(1)) {
            assertThat(one.submit(() -> method().learn(train, inputs, 7).quality(inputs))
                            .get())
                    .isDeepEqualTo(many);
        }
    }

    @Test
    void whereNothingCanBeLearntTheMeansAreBelieved() {
        var train = Worlds.table("train", 300, 1);
        var random = new java.util.Random(5);
        var noise = Worlds.withQuality(
                train,
                Arrays.stream(train.quality())
                        .map(row ->
                                Arrays.stream(row).map(_ -> random.nextInt(2)).toArray())
                        .toArray(double[][]::new));
        double[] means = means(noise.quality());
        var test = inputs(Worlds.table("test", 50, 2));
        for (double[] row : method().learn(noise, inputs(noise), 7).quality(test)) {
            for (int model = 0; model < means.length; model++) {
                assertThat(row[model]).isCloseTo(means[model], within(0.2));
            }
        }
    }
}
