package dev.signalbox.learning.method.irt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnboardingTest {
    private static final double[] ABILITIES = {-1.5, -0.5, 0.5, 1.5};
    private static final OutcomeTable TABLE = table();
    private static final Inputs INPUTS = Inputs.of(TABLE, Worlds.encoder(), Worlds::lexical, Progress.SILENT);
    private static final Onboarding ONBOARDING = Onboarding.of(TABLE, INPUTS, 1);

    /// Half of the queries are easy and half are hard, by their words.
    private static OutcomeTable table() {
        var random = new Random(11);
        var queries = IntStream.range(0, 800)
                .mapToObj(row -> new OutcomeTable.Query(
                        "q" + row,
                        Optional.empty(),
                        Optional.of((row % 2 == 0 ? "plain easy small " : "deep hard large ") + row / 2)))
                .toList();
        double[][] quality = IntStream.range(0, 800)
                .mapToObj(row -> Arrays.stream(ABILITIES)
                        .map(ability -> random.nextDouble() < truth(row, ability) ? 1 : 0)
                        .toArray())
                .toArray(double[][]::new);
        var models = IntStream.range(0, ABILITIES.length).mapToObj(i -> "m" + i).toList();
        return new OutcomeTable("items", queries, models, quality, quality, quality);
    }

    private static double truth(int row, double ability) {
        return new Item(1.5, row % 2 == 0 ? -1 : 1).probability(ability);
    }

    @Test
    void abilitiesComeOutInOrderAndStandardised() {
        double[] abilities = ONBOARDING.abilities();
        assertThat(abilities).isSorted();
        assertThat(Arrays.stream(abilities).sum()).isCloseTo(0, within(1e-9));
        assertThat(Arrays.stream(abilities).map(a -> a * a).sum() / 4).isCloseTo(1, within(1e-9));
    }

    @Test
    void hardQueriesAreMoreDifficult() {
        var items = ItemBank.fit(TABLE, INPUTS, 1).items();
        double easy = IntStream.range(0, 400)
                .mapToDouble(i -> items.get(2 * i).difficulty())
                .average()
                .orElseThrow();
        double hard = IntStream.range(0, 400)
                .mapToDouble(i -> items.get(2 * i + 1).difficulty())
                .average()
                .orElseThrow();
        assertThat(hard).isGreaterThan(easy + 0.5);
    }

    @Test
    void fortyAnswersPlaceANewModel() {
        var random = new Random(5);
        for (double ability : new double[] {-1, 1}) {
            var answered = new TreeMap<Integer, Double>();
            while (answered.size() < 40) {
                int row = ONBOARDING.next(answered, 1).getFirst();
                answered.put(row, random.nextDouble() < truth(row, ability) ? 1.0 : 0.0);
            }
            var standing = ONBOARDING.standing(answered);
            double truth = IntStream.range(0, 800)
                    .mapToDouble(row -> truth(row, ability))
                    .average()
                    .orElseThrow();
            assertThat(standing.answered()).isEqualTo(40);
            assertThat(standing.quality()).isCloseTo(truth, within(0.12));
            assertThat(standing.ability().deviation()).isLessThan(0.5);
            assertThat(standing.better()).isEqualTo(ability > 0 ? 1 : 3);
        }
    }

    @Test
    void promptsAreSpreadAndNeverAskedTwice() {
        var first = ONBOARDING.next(new TreeMap<>(), 40);
        assertThat(first).hasSize(40).doesNotHaveDuplicates();
        var answered = new TreeMap<Integer, Double>();
        for (int row : first) answered.put(row, 1.0);
        assertThat(ONBOARDING.next(answered, 40)).doesNotContainAnyElementsOf(first);
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < i; j++) {
                float cosine = 0;
                float[] one = INPUTS.embeddings()[first.get(i)];
                float[] other = INPUTS.embeddings()[first.get(j)];
                for (int k = 0; k < one.length; k++) cosine += one[k] * other[k];
                assertThat(cosine).isLessThanOrEqualTo(0.95f);
            }
        }
    }

    @Test
    void aSmallTableGivesWhatItHas() {
        var small = TABLE.rows(IntStream.range(0, 12).toArray());
        var inputs = Inputs.of(small, Worlds.encoder(), Worlds::lexical, Progress.SILENT);
        assertThat(Onboarding.of(small, inputs, 1).next(new TreeMap<>(), 40)).hasSizeBetween(2, 12);
    }

    @Test
    void modelsThatAreAllAlikeMakeNoScale() {
        var one = TABLE.of(List.of("m0"));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> Onboarding.of(one, INPUTS, 1))
                .withMessageContaining("`items`")
                .withMessageContaining("do not differ in ability");
    }
}
