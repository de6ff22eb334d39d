package dev.signalbox.standard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictorsTest {
    private static final float[] NO_LEXICAL = {};

    private static double[] predict(Predictor predictor, float[] embedding) {
        var predictions = new double[1];
        predictor.predict(Features.of(embedding, NO_LEXICAL), predictions);
        return predictions;
    }

    @Test
    void aClusterTableWeighsTheThreeNearestByASoftmax() {
        float[][] centroids = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        var table = new ClusterTable(List.of(ClusterTable.Resolution.of(centroids, new float[] {1, 0.5f, 0.25f, 100})));
        double near = Math.exp(9 * 0.8);
        double middle = Math.exp(9 * 0.6);
        double expected = (near * 1 + middle * 0.5 + 0.25) / (near + middle + 1);
        assertThat(predict(table, new float[] {0.8f, 0.6f, 0, -0.001f})[0]).isCloseTo(expected, within(1e-2));
    }

    @Test
    void severalResolutionsCountAlike() {
        var one = ClusterTable.Resolution.of(new float[][] {{1, 0}}, new float[] {1});
        var other = ClusterTable.Resolution.of(new float[][] {{0, 1}}, new float[] {0});
        assertThat(predict(new ClusterTable(List.of(one, other)), new float[] {1, 0})[0])
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void aGroupTableTakesTheLikelyGroupsValues() {
        var classifier = new Ridge(Ridge.Input.JOINED, 2, new float[] {1, 0, 0, 1}, new float[] {0, 0});
        var table = new GroupTable(classifier, new float[] {0.9f, 0.1f});
        assertThat(predict(table, new float[] {1, 0})[0]).isCloseTo(0.9, within(1e-3));
        assertThat(predict(table, new float[] {0, 1})[0]).isCloseTo(0.1, within(1e-3));
        float even = (float) Math.sqrt(0.5);
        assertThat(predict(table, new float[] {even, even})[0]).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void fixedPointKeepsACosineToAThousandth() {
        var random = new Random(8);
        for (int round = 0; round < 100; round++) {
            float[] one = SmallSnapshot.unit(384, random);
            float[] other = SmallSnapshot.unit(384, random);
            double exact = 0;
            for (int i = 0; i < one.length; i++) exact += one[i] * other[i];
            int dot = FixedPoint.dot(FixedPoint.of(one), FixedPoint.of(other), 0);
            assertThat(FixedPoint.cosine(dot)).isCloseTo(exact, within(1e-3));
        }
        int[] unit = FixedPoint.of(SmallSnapshot.unit(384, random));
        assertThat(FixedPoint.cosine(FixedPoint.dot(unit, unit, 0))).isCloseTo(1, within(1e-3));
    }

    @Test
    void aFeatureFarOutsideIsBounded() {
        var standardiser = new Standardiser(new float[] {10}, new float[] {2});
        assertThat(standardiser.of(new float[] {12})).containsExactly(1);
        assertThat(standardiser.of(new float[] {1_000_000})).containsExactly(4);
    }

    @Test
    void aLogRidgeGivesTheMeanOfALogNormal() {
        var ridge = new Ridge(Ridge.Input.LEXICAL, 1, new float[] {0}, new float[] {(float) Math.log(2)});
        var log = new LogRidge(ridge, new float[] {1.5f}, new float[] {0.5f});
        var belief = log.belief(0, log.logarithms(Features.lexical(new float[] {1})));
        assertThat(belief.mean()).isCloseTo(3, within(1e-6));
        assertThat(belief.deviation()).isCloseTo(3 * Math.sqrt(Math.expm1(0.25)), within(1e-6));
    }
}
