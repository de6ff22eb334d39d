package dev.signalbox.standard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final int DIMENSIONS = 384;

    @Test
    void theScanOfSignsFindsTheNearest() {
        var random = new Random(3);
        var centres = new float[10][];
        for (int i = 0; i < centres.length; i++) centres[i] = SmallSnapshot.unit(DIMENSIONS, random);
        var rows = new float[3_000][];
        for (int i = 0; i < rows.length; i++) rows[i] = near(centres[i % 10], random);
        var neighbours = Neighbours.of(rows, new double[3_000][1], new float[1]);
        int found = 0;
        for (int round = 0; round < 20; round++) {
            float[] query = near(centres[round % 10], random);
            var scan = new SignScan(neighbours.codes(), FixedPoint.of(query), 200);
            var candidates = new HashSet<Integer>();
            for (int i = 0; i < scan.size(); i++) candidates.add(scan.row(i));
            assertThat(candidates).hasSizeGreaterThanOrEqualTo(200);
            found += (int) IntStream.range(0, rows.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> -dot(query, rows[row])))
                    .limit(10)
                    .filter(candidates::contains)
                    .count();
        }
        assertThat(found).isGreaterThanOrEqualTo(180);
    }

    private static float[] near(float[] centre, Random random) {
        var vector = centre.clone();
        for (int i = 0; i < vector.length; i++) vector[i] += (float) random.nextGaussian() * 0.03f;
        float length = (float) Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) vector[i] /= length;
        return vector;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }

    @Test
    void anUnknownOutcomeCountsForNothing() {
        float[] place = {1, 0};
        var rows = new float[60][];
        Arrays.fill(rows, place);
        var outcomes = new double[60][2];
        for (int row = 0; row < 60; row++) outcomes[row] = new double[] {row < 30 ? 1 : Double.NaN, Double.NaN};
        var predictions = new double[2];
        Neighbours.of(rows, outcomes, new float[] {1, 0.7f}).predict(Features.of(place, new float[0]), predictions);
        assertThat(predictions[0]).isCloseTo(1, within(1e-6));
        assertThat(predictions[1]).isCloseTo(0.7, within(1e-6));
    }

    @Test
    void farFromEveryPastQueryItFallsBackTowardsTheMean() {
        var rows = new float[10][];
        Arrays.fill(rows, new float[] {1, 0});
        var outcomes = new double[10][1];
        var neighbours = Neighbours.of(rows, outcomes, new float[] {0.9f});
        var near = new double[1];
        var far = new double[1];
        neighbours.predict(Features.of(new float[] {1, 0}, new float[0]), near);
        neighbours.predict(Features.of(new float[] {0, 1}, new float[0]), far);
        assertThat(near[0]).isLessThan(0.2);
        assertThat(far[0]).isCloseTo(0.9 * 20 / 30, within(1e-6));
    }
}
