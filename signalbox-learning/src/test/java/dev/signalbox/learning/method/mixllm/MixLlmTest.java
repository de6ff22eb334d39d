package dev.signalbox.learning.method.mixllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import dev.signalbox.standard.selector.MetaScore;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MixLlmTest extends MethodKit {
    @Override
    protected Method method() {
        return new MixLlm();
    }

    private static double[][] costs(int queries) {
        var costs = new double[queries][];
        Arrays.fill(costs, new double[] {0.02, 0.03, 1});
        return costs;
    }

    @Test
    void willingnessToPayBuysTheDearerModel() {
        var train = Worlds.table("train", 240, 1);
        var test = inputs(Worlds.table("test", 60, 2));
        var heads = MixLlm.fit(train, inputs(train), 7);
        int[] frugal = heads.choose(test, costs(60), new double[3], MetaScore.of(0.5));
        assertThat(frugal).doesNotContain(2).contains(0, 1);
        double[][] quality = heads.quality(test);
        int[] lavish = heads.choose(test, costs(60), new double[3], MetaScore.of(1e6));
        for (int query = 0; query < 60; query++) {
            double most = Arrays.stream(quality[query]).max().orElseThrow();
            assertThat(quality[query][lavish[query]]).isCloseTo(most, within(0.02));
        }
    }

    @Test
    void aModelThatMakesWaitTooLongIsNotChosen() {
        var train = Worlds.table("train", 240, 1);
        var test = inputs(Worlds.table("test", 60, 2));
        int[] chosen = MixLlm.fit(train, inputs(train), 7)
                .choose(test, costs(60), new double[] {31_000, 0, 0}, MetaScore.of(10));
        assertThat(chosen).doesNotContain(0);
    }

    @Test
    void uncertaintyIsTheSameForAllModelsThatWereTriedOnAll() {
        var train = Worlds.table("train", 240, 1);
        var test = inputs(Worlds.table("test", 10, 2));
        double[][] all = MixLlm.fit(train, inputs(train), 7).uncertainty(test);
        for (int row = 20; row < 240; row++) train.quality()[row][1] = Double.NaN;
        double[][] some = MixLlm.fit(train, inputs(train), 7).uncertainty(test);
        for (int query = 0; query < 10; query++) {
            assertThat(all[query][1]).isEqualTo(all[query][0]);
            assertThat(some[query][1]).isGreaterThan(3 * some[query][0]);
        }
    }

    @Test
    void lengthsComeOutWithTheRightMean() {
        var train = Worlds.table("train", 240, 1);
        for (double[] row : train.outputTokens()) row[2] = Double.NaN;
        double[][] tokens = MixLlm.fit(train, inputs(train), 7).outputTokens(inputs(Worlds.table("test", 200, 2)));
        double mean = Arrays.stream(tokens).mapToDouble(row -> row[0]).average().orElseThrow();
        assertThat(mean).isCloseTo(100, within(8.0));
        assertThat(tokens[0][2]).isNaN();
    }

    @Test
    void experienceIsThatOfTheTextbook() {
        var experience = new Experience(2);
        for (float[] row : new float[][] {{1, 0.5f}, {1, -0.5f}, {1, 0.2f}}) experience.add(row);
        assertThat(experience.uncertainty(new float[] {1, 0.3f})).isCloseTo(0.29084967, within(1e-6));
        assertThat(0.59803922 + 0.5 * experience.width(new float[] {1, 0.3f})).isCloseTo(0.86769162, within(1e-6));
        assertThat(new Experience(2).uncertainty(new float[] {3, 4})).isEqualTo(25);
    }

    @Test
    void thePenaltyGrowsTowardsTheTolerance() {
        var score = MetaScore.of(1);
        assertThat(score.penalty(30_000)).isEqualTo(1);
        assertThat(score.penalty(24_000)).isCloseTo(Math.exp(-1), within(1e-9));
        assertThat(score.penalty(0)).isCloseTo(0.0067, within(1e-4));
        assertThat(score.of(0.8, 0.2, 2, 0)).isCloseTo(0.3 + 0.02 - 0.1 * Math.exp(-5), within(1e-9));
        assertThat(score.of(1, 0, 0, 30_001)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
