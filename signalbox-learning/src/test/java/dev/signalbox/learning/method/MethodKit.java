package dev.signalbox.learning.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Progress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// What every [Method] must hold to. A method's test extends it.
public abstract class MethodKit {
    private static final int QUERIES = 240;

    protected abstract Method method();

    /// Whether the method can see that one model is better at this and another at that.
    protected boolean tellsSpecialistsApart() {
        return true;
    }

    protected static Inputs inputs(OutcomeTable table) {
        return Inputs.of(table, Worlds.encoder(), Worlds::lexical, Progress.SILENT);
    }

    private double[][] learn(OutcomeTable train, OutcomeTable test) {
        return method().learn(train, inputs(train), 7).quality(inputs(test));
    }

    private static double routed(OutcomeTable test, double[][] beliefs) {
        double sum = 0;
        for (int row = 0; row < beliefs.length; row++) {
            int chosen = 0;
            for (int model = 1; model < beliefs[row].length; model++) {
                if (beliefs[row][model] > beliefs[row][chosen]) chosen = model;
            }
            sum += test.quality()[row][chosen];
        }
        return sum / beliefs.length;
    }

    private static OutcomeTable mapped(OutcomeTable table, DoubleUnaryOperator change) {
        return Worlds.withQuality(
                table,
                Arrays.stream(table.quality())
                        .map(row -> Arrays.stream(row).map(change).toArray())
                        .toArray(double[][]::new));
    }

    private static void assertKnown(double[][] beliefs, int queries) {
        assertThat(beliefs.length).isEqualTo(queries);
        for (double[] row : beliefs) {
            assertThat(row).hasSize(Worlds.MODELS.size());
            for (double belief : row) assertThat(belief).isFinite();
        }
    }

    @Test
    void hasANameForACommandLine() {
        assertThat(method().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    @Test
    void believesSomethingOfEveryQueryAndModel() {
        var test = Worlds.table("test", 50, 2);
        assertKnown(learn(Worlds.table("train", QUERIES, 1), test), 50);
        var nothing = new Inputs(new String[0], new float[0][], new float[0][]);
        var train = Worlds.table("train", QUERIES, 1);
        assertThat(method().learn(train, inputs(train), 7).quality(nothing)).isEmpty();
    }

    @Test
    void choosesBetterThanACoin() {
        assumeTrue(tellsSpecialistsApart());
        var test = Worlds.table("test", 200, 2);
        double coin = Arrays.stream(test.quality())
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
        assertThat(routed(test, learn(Worlds.table("train", QUERIES, 1), test))).isGreaterThan(coin + 0.1);
    }

    @Test
    void theSameSeedGivesTheSame() {
        var train = Worlds.table("train", QUERIES, 1);
        var test = Worlds.table("test", 20, 2);
        assertThat(learn(train, test)).isDeepEqualTo(learn(train, test));
    }

    @Test
    void doesNotChangeWhatItLearnsFrom() {
        var train = Worlds.table("train", QUERIES, 1);
        var inputs = inputs(train);
        method().learn(train, inputs, 7).quality(inputs);
        assertThat(train.quality())
                .isDeepEqualTo(Worlds.table("train", QUERIES, 1).quality());
        assertThat(inputs.embeddings()).isDeepEqualTo(inputs(train).embeddings());
        assertThat(inputs.lexical()).isDeepEqualTo(inputs(train).lexical());
    }

    @Test
    void learnsFromWhatIsKnownWhereMuchIsNot() {
        var random = new Random(3);
        var test = Worlds.table("test", 200, 2);
        var sparse =
                mapped(Worlds.table("train", 2 * QUERIES, 1), value -> random.nextDouble() < 0.4 ? Double.NaN : value);
        // Every query has to have a known outcome.
        var train = sparse.where(row -> Arrays.stream(sparse.quality()[row]).anyMatch(value -> !Double.isNaN(value)));
        double[][] beliefs = learn(train, test);
        assertKnown(beliefs, 200);
        assumeTrue(tellsSpecialistsApart());
        double coin = Arrays.stream(test.quality())
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
        assertThat(routed(test, beliefs)).isGreaterThan(coin + 0.05);
    }

    @Test
    void aModelThatWasNeverTriedIsNotChosen() {
        var train = Worlds.table("train", QUERIES, 1);
        for (double[] row : train.quality()) row[1] = Double.NaN;
        for (double[] row : learn(train, Worlds.table("test", 20, 2))) {
            assertThat(row[0]).isFinite();
            assertThat(row[1]).isNaN();
            assertThat(row[2]).isFinite();
        }
    }

    @Test
    void tenRowsAreEnough() {
        assertKnown(learn(Worlds.table("train", 10, 1), Worlds.table("test", 20, 2)), 20);
    }

    @Test
    void groupsAreNotNeeded() {
        var train = Worlds.table("train", QUERIES, 1);
        var test = Worlds.table("test", 20, 2);
        assertKnown(learn(Worlds.stripped(train, true, false), test), 20);
        var one = train.queries().stream()
                .map(query -> new OutcomeTable.Query(query.id(), Optional.of("all"), query.text()))
                .toList();
        var single = new OutcomeTable(
                train.name(), one, train.models(), train.quality(), train.costUsd(), train.outputTokens());
        assertKnown(learn(single, test), 20);
    }

    @Test
    void modelsThatAlwaysSucceedOrFailAreNoTrouble() {
        var train = Worlds.table("train", 60, 1);
        var test = Worlds.table("test", 20, 2);
        assertKnown(learn(mapped(train, value -> 1), test), 20);
        assertKnown(learn(mapped(train, value -> 0), test), 20);
    }

    @Test
    void gradedQualitiesAreLearntFromToo() {
        assertKnown(
                learn(mapped(Worlds.table("train", 60, 1), value -> 0.4 + 0.2 * value), Worlds.table("test", 20, 2)),
                20);
    }

    @Test
    void aTableWithoutAnyKnownQualityIsToldByName() {
        var train = Worlds.table("hollow", 20, 1);
        var unknown = Worlds.withQuality(train, Worlds.unknown(train));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> learn(unknown, train))
                .withMessageContaining("`hollow`")
                .withMessageContaining("0 models");
    }
}
