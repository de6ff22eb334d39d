package dev.signalbox.learning.method.routellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixFactorisationTest extends MethodKit {
    @Override
    protected Method method() {
        return new MatrixFactorisation();
    }

    @Test
    void twoModelsAreToldApartByTheirOwnHead() {
        var train = Worlds.table("train", 240, 1).of(List.of("clerk", "poet"));
        var test = Worlds.table("test", 100, 2);
        double[][] rates = method().learn(train, inputs(train), 7).quality(inputs(test));
        int right = 0;
        for (int row = 0; row < rates.length; row++) {
            assertThat(rates[row][0] + rates[row][1]).isCloseTo(1, within(1e-9));
            boolean sums = test.queries().get(row).group().orElseThrow().equals("sums");
            if (rates[row][0] > 0.5 == sums) right++;
        }
        assertThat(right).isGreaterThan(90);
    }

    @Test
    void aStrengthIsALinearHead() {
        var random = new Random(3);
        double[] point = random.doubles(2 * 4 + 3 * 2, -1, 1).toArray();
        float[] row = {0.3f, -0.2f, 0.7f};
        double[] first = {point[8], point[9]};
        double length = Math.hypot(first[0], first[1]);
        double bilinear = 0;
        for (int f = 0; f < 2; f++) bilinear += first[f] / length * MatrixFactorisation.dot(point, f * 4, row);
        double[] head = new Factors(point, 2, 4, 3).heads()[0];
        assertThat(MatrixFactorisation.dot(head, 0, row)).isCloseTo(bilinear, within(1e-9));
    }

    @Test
    void theSlopeOfTheLossIsRight() {
        var random = new Random(4);
        double[] point = random.doubles(2 * 4 + 3 * 2, -1, 1).toArray();
        float[] row = {0.3f, -0.2f, 0.7f};
        double[] quality = {1, Double.NaN, 0.25};
        var gradient = new double[point.length];
        new Factors(point, 2, 4, 3).addLoss(row, quality, gradient);
        for (int i = 0; i < point.length; i++) {
            double up = shifted(point, i, 1e-6, row, quality);
            double down = shifted(point, i, -1e-6, row, quality);
            assertThat(gradient[i]).isCloseTo((up - down) / 2e-6, within(1e-6));
        }
    }

    private static double shifted(double[] point, int place, double by, float[] row, double[] quality) {
        double[] moved = point.clone();
        moved[place] += by;
        return new Factors(moved, 2, 4, 3).addLoss(row, quality, new double[point.length]);
    }
}
