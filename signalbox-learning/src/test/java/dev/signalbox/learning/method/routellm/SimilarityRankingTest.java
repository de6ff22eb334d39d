package dev.signalbox.learning.method.routellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodKit;
import dev.signalbox.learning.table.OutcomeTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarityRankingTest extends MethodKit {
    @Override
    protected Method method() {
        return new SimilarityRanking();
    }

    @Test
    void ratingsAreTheMostLikelyOnes() {
        double[] ratings = BradleyTerry.ratings(new double[][] {{0, 7, 9}, {3, 0, 6}, {1, 4, 0}});
        assertThat(ratings).containsExactly(new double[] {163.921, -27.823, -136.098}, within(1e-3));
        assertThat(BradleyTerry.probability(ratings[0], ratings[1])).isCloseTo(0.7509652, within(1e-6));
    }

    @Test
    void whoNeverLostIsFarAheadButFinite() {
        double[] ratings = BradleyTerry.ratings(new double[][] {{0, 5}, {0, 0}});
        assertThat(ratings[0] - ratings[1]).isFinite().isGreaterThan(1_000);
    }

    @Test
    void tiersHaveTheLeastSpread() {
        assertThat(Tiers.of(new double[] {10, 0, 11, 1, 100, 0.5}, 3)).containsExactly(1, 0, 1, 0, 2, 0);
        assertThat(Tiers.of(new double[] {3, 1, 2}, 3)).containsExactly(2, 0, 1);
    }

    /// Who answered better on each query: the one of two models, the other unknown to the rest.
    private static OutcomeTable comparisons(List<String> texts, int models, int[][] winnerAndLoser) {
        var quality = new double[texts.size()][models];
        for (int row = 0; row < quality.length; row++) {
            Arrays.fill(quality[row], Double.NaN);
            quality[row][winnerAndLoser[row][0]] = 1;
            quality[row][winnerAndLoser[row][1]] = 0;
        }
        var queries = IntStream.range(0, quality.length)
                .mapToObj(row -> new OutcomeTable.Query("q" + row, Optional.empty(), Optional.of(texts.get(row))))
                .toList();
        var names = IntStream.range(0, models).mapToObj("m%02d"::formatted).toList();
        return new OutcomeTable("votes", queries, names, quality, quality, quality);
    }

    @Test
    void theSimilarCountMore() {
        // Half of the comparisons are about sums, which the first wins, and half about verses, which the second wins.
        var texts = IntStream.range(0, 100)
                .mapToObj(i -> i % 2 == 0 ? "add and divide numbers" : "moon and river rhyme")
                .toList();
        int[][] won = IntStream.range(0, 100)
                .mapToObj(i -> new int[] {i % 2, 1 - i % 2})
                .toArray(int[][]::new);
        var table = comparisons(texts, 2, won);
        double[][] rates = method().learn(table, inputs(table), 1).quality(inputs(table.rows(new int[] {0, 1})));
        assertThat(rates[0][0]).isGreaterThan(0.6);
        assertThat(rates[1][0]).isLessThan(0.4);
        assertThat(rates[0][0] + rates[0][1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void modelsOfATierShareARatingWhereComparisonsAreFew() {
        var random = new Random(5);
        var won = new int[400][];
        for (int i = 0; i < won.length; i++) {
            int one = random.nextInt(20);
            int other = (one + 1 + random.nextInt(19)) % 20;
            boolean expected = random.nextInt(5) > 0;
            won[i] = one > other == expected ? new int[] {one, other} : new int[] {other, one};
        }
        var table = comparisons(Collections.nCopies(won.length, "a question"), 20, won);
        double[] rates = method().learn(table, inputs(table), 1).quality(inputs(table.rows(new int[] {0})))[0];
        // Rounded, because sums in another order differ in the last digit.
        assertThat(Arrays.stream(rates)
                        .mapToLong(rate -> Math.round(rate * 1e9))
                        .distinct()
                        .count())
                .isBetween(2L, 10L);
        assertThat(rates[19]).isGreaterThan(rates[0]);
    }
}
