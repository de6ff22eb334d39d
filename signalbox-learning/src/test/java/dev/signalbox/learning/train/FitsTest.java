package dev.signalbox.learning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.standard.quality.Ridge;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitsTest {
    private static final double[] PENALTIES = {1e-6, 1e6};

    @Test
    void aRidgeFindsALineAndItsInterceptFromTheKnownRows() {
        var random = new Random(1);
        var inputs = new float[1_111][2];
        var targets = new double[1_111][2];
        for (int row = 0; row < inputs.length; row++) {
            inputs[row] = new float[] {random.nextFloat(), random.nextFloat()};
            targets[row][0] = 3 + 2 * inputs[row][0] - inputs[row][1];
            targets[row][1] = row % 3 == 0 ? Double.NaN : 5 - inputs[row][1];
        }
        int[] rows = IntStream.range(0, inputs.length).toArray();
        var ridges = RidgeFit.fit(Ridge.Input.LEXICAL, inputs, targets, rows, 2, PENALTIES);
        assertThat(ridges.getFirst().weights()).containsExactly(new float[] {2, -1, 0, -1}, within(1e-3f));
        assertThat(ridges.getFirst().intercepts()).containsExactly(new float[] {3, 5}, within(1e-3f));
        // A huge penalty leaves the mean, which it must not shrink.
        assertThat(ridges.getLast().weights()).containsExactly(new float[4], within(1e-2f));
        assertThat((double) ridges.getLast().intercepts()[0]).isCloseTo(RidgeFit.means(targets, rows)[0], within(1e-3));
    }

    @Test
    void aRidgeIsTheOneOfTheTextbook() {
        // (XᵀX + I) w = Xᵀy about the means: x = ∓1, y = ∓1, so w = 2 / (2 + 1).
        var ridge = RidgeFit.fit(
                Ridge.Input.LEXICAL,
                new float[][] {{0}, {2}},
                new double[][] {{1}, {3}},
                new int[] {0, 1},
                1,
                new double[] {1});
        assertThat(ridge.getFirst().weights()[0]).isCloseTo(2 / 3f, within(1e-6f));
        assertThat(ridge.getFirst().intercepts()[0]).isCloseTo(2 - 2 / 3f, within(1e-6f));
    }

    @Test
    void leastSquaresWithoutNegativeCoefficients() {
        var squares = new NonNegativeLeastSquares(3);
        var random = new Random(2);
        for (int row = 0; row < 500; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            squares.add(new double[] {a, b, 0}, 0.7 * a - 0.4 * b);
        }
        assertThat(squares.solve()).containsExactly(new double[] {0.7, 0, 0}, within(0.05));
    }

    @Test
    void clustersFindWhatIsApart() {
        var random = new Random(3);
        var vectors = new float[300][];
        for (int row = 0; row < vectors.length; row++) {
            vectors[row] = new float[3];
            vectors[row][row % 3] = 1;
            vectors[row][(row + 1) % 3] = random.nextFloat() * 0.1f;
        }
        int[] rows = IntStream.range(0, 300).toArray();
        int[] assigned = KMeans.assign(vectors, rows, KMeans.centroids(vectors, rows, 3, 5));
        for (int row = 3; row < 300; row++) assertThat(assigned[row]).isEqualTo(assigned[row % 3]);
        assertThat(IntStream.of(assigned).distinct().count()).isEqualTo(3);
        assertThat(KMeans.centroids(vectors, new int[] {0, 1}, 8, 5)).hasNumberOfRows(2);
    }

    @Test
    void aCellWithoutOutcomesIsWorthTheMean() {
        float[] cells = ShrunkMeans.of(
                new double[][] {{1}, {1}, {Double.NaN}},
                new int[] {0, 1, 2},
                new int[] {0, 0, 1},
                2,
                new double[] {0.5},
                2);
        assertThat(cells).containsExactly(new float[] {0.75f, 0.5f}, within(1e-6f));
    }

    @Test
    void relativeErrorsForgetTheLevelOfAQuery() {
        double[] means = {0.5, 0.3, 0.1};
        double[] outcomes = {1, 0.8, Double.NaN};
        assertThat(RowError.RELATIVE.centred(outcomes, outcomes, means))
                .containsExactly(new double[] {0, 0, Double.NaN}, within(1e-12));
        double[] alone = {1, Double.NaN, Double.NaN};
        assertThat(RowError.RELATIVE.centred(alone, alone, means)[0]).isCloseTo(0.5, within(1e-12));
        assertThat(RowError.ABSOLUTE.centred(outcomes, outcomes, means)[1]).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void theDialSpendsTheCubeOfTheWay() {
        var random = new Random(4);
        int queries = 4_000;
        var quality = new double[queries][];
        var cost = new double[queries][];
        for (int row = 0; row < queries; row++) {
            quality[row] = new double[] {0.5, 0.5 + random.nextDouble() / 2};
            cost[row] = new double[] {0.001, 0.011};
        }
        double[] perDollar = new DialFit(quality, cost, cost).perDollar();
        assertThat(perDollar).hasSize(21);
        assertThat(perDollar[20]).isZero();
        // The dear model is worth it where its lead, even between 0 and 1/2, is above the weight times a cent.
        for (int place = 5; place < 20; place++) {
            double spent = 1 - perDollar[place] * 0.01 / 0.5;
            assertThat(spent).isCloseTo(Math.pow(place / 20.0, 3), within(0.06));
        }
        assertThat(new DialFit(quality, nothing(queries), nothing(queries)).perDollar())
                .isEmpty();
    }

    private static double[][] nothing(int queries) {
        var nothing = new double[queries][2];
        for (double[] row : nothing) Arrays.fill(row, Double.NaN);
        return nothing;
    }
}
