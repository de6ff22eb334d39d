package dev.signalbox.learning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final String SUM = "add tax ledger total";
    private static final String VERSE = "rose moon sonnet river";

    private static Snapshot train(OutcomeTable table) {
        return Trainer.train(table, Worlds.encoder(), Worlds.training(), Progress.SILENT);
    }

    private static List<Belief> beliefs(Snapshot snapshot, String text) {
        var ensemble = snapshot.quality();
        double[] scores = ensemble.scores(
                Features.of(Worlds.encoder().encode(text), snapshot.lexical().of(Worlds.lexical(text))));
        var beliefs = new ArrayList<Belief>();
        for (int model = 0; model < scores.length; model++) beliefs.add(ensemble.belief(model, scores));
        return beliefs;
    }

    @Test
    void learnsWhoIsGoodAtWhat() {
        var snapshot = train(Worlds.table("world", 600, 1));
        assertThat(beliefs(snapshot, SUM).get(0).mean()).isCloseTo(0.95, within(0.12));
        assertThat(beliefs(snapshot, SUM).get(1).mean()).isCloseTo(0.2, within(0.12));
        assertThat(beliefs(snapshot, VERSE).get(0).mean()).isCloseTo(0.15, within(0.12));
        assertThat(beliefs(snapshot, VERSE).get(1).mean()).isCloseTo(0.95, within(0.12));
        // Right-or-wrong outcomes of probability p deviate by √(p(1 − p)).
        assertThat(beliefs(snapshot, SUM).get(1).deviation()).isCloseTo(0.4, within(0.12));
    }

    @Test
    void tenQueriesAreEnoughAndNineAreRefusedWithTheirNumber() {
        var world = Worlds.table("world", 10, 1);
        assertThat(beliefs(train(world), SUM))
                .allSatisfy(belief -> assertThat(belief.mean()).isBetween(0.0, 1.0));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> train(world.where(row -> row < 9)))
                .withMessageContainingAll("`world` has 9 queries", "needs 10 or more");
    }

    @Test
    void oneGroupAloneTeachesAsWell() {
        var world = Worlds.table("world", 300, 1);
        var sums = world.where(
                row -> world.queries().get(row).group().orElseThrow().equals("sums"));
        assertThat(beliefs(train(sums), SUM).get(0).mean()).isCloseTo(0.95, within(0.12));
    }

    @Test
    void learnsCostsAndTheirDial() {
        var snapshot = train(Worlds.table("world", 400, 1));
        var features =
                Features.of(Worlds.encoder().encode(SUM), snapshot.lexical().of(Worlds.lexical(SUM)));
        double[] logarithms = snapshot.costUsd().logarithms(features);
        assertThat(snapshot.costUsd().belief(2, logarithms).mean()).isCloseTo(0.01, within(0.001));
        assertThat(snapshot.costUsd().belief(0, logarithms).mean()).isCloseTo(0.0002, within(0.00002));
        assertThat(snapshot.outputTokens()
                        .belief(0, snapshot.outputTokens().logarithms(features))
                        .mean())
                .isCloseTo(100, within(10.0));
        assertThat(snapshot.dial()).isPresent();
        assertThat(snapshot.about().meanCostUsd()[2]).isCloseTo(0.01, within(0.001));
    }

    @Test
    void withoutCostsThereIsNoDialAndNoCost() {
        var table = Worlds.table("world", 100, 1);
        var snapshot = train(Worlds.withCosts(table, Worlds.unknown(table)));
        assertThat(snapshot.dial()).isEmpty();
        assertThat(snapshot.costUsd().belief(0, new double[3])).isEqualTo(Belief.UNKNOWN);
        assertThat(snapshot.about().meanCostUsd()).containsOnly(Double.NaN);
    }

    @Test
    void anUnknownOutcomeIsNotTakenForAFailure() {
        var table = Worlds.table("world", 600, 1);
        var holed = new double[table.size()][];
        for (int row = 0; row < holed.length; row++) {
            holed[row] = table.quality()[row].clone();
            if (row % 2 == 0) holed[row][2] = Double.NaN;
        }
        var snapshot = train(Worlds.withQuality(table, holed));
        assertThat(beliefs(snapshot, SUM).get(2).mean()).isCloseTo(0.9, within(0.08));
        assertThat(snapshot.about().outcomes()).isEqualTo(600 * 3 - 300);
    }

    @Test
    void oneOutcomeAQueryIsEnoughToLearnFrom() {
        var table = Worlds.table("log", 1_500, 1);
        var one = Worlds.unknown(table);
        for (int row = 0; row < one.length; row++) one[row][row % 3] = table.quality()[row][row % 3];
        var snapshot = train(Worlds.withQuality(table, one));
        assertThat(beliefs(snapshot, SUM).get(0).mean())
                .isGreaterThan(beliefs(snapshot, SUM).get(1).mean() + 0.3);
    }

    @Test
    void aToldGroupCountsWhereTheTextSaysNothing() {
        var world = Worlds.table("world", 600, 1);
        var silent = world.queries().stream()
                .map(query -> new OutcomeTable.Query(query.id(), query.group(), Optional.of("number " + query.id())))
                .toList();
        var snapshot = train(new OutcomeTable(
                "silent", silent, world.models(), world.quality(), world.costUsd(), world.outputTokens()));
        var untold = Features.of(
                Worlds.encoder().encode("number q5"), snapshot.lexical().of(Worlds.lexical("number q5")));
        var told = untold.told(snapshot.group("verses"));
        double[] scores = snapshot.qualityFor(told).scores(told);
        assertThat(scores[1]).isGreaterThan(scores[0] + 0.5);
        assertThat(snapshot.group("never seen")).isEqualTo(-1);
        assertThat(snapshot.qualityFor(untold)).isSameAs(snapshot.quality());
    }

    @Test
    void itSaysWhoHadWhichSayAndWhatRoutingIsWorth() {
        var reasons = Trainer.explained(
                        Worlds.table("world", 600, 1), Worlds.encoder(), Worlds.training(), Progress.SILENT)
                .reasons();
        assertThat(reasons.members())
                .extracting(Reasons.Member::name)
                .containsExactly("ridge", "lexicalRidge", "clusters", "neighbours", "groups");
        assertThat(reasons.explained()).isBetween(0.5, 1.0);
        assertThat(reasons.calibrationError()).isBetween(0.0, 0.1);
        assertThat(reasons.told().orElseThrow()).isGreaterThan(0.5);
        assertThat(reasons.gain().orElseThrow().low()).isPositive();
    }

    @Test
    void theSameTableGivesTheSameSnapshot() {
        var table = Worlds.table("world", 200, 1);
        assertThat(beliefs(train(table), VERSE)).isEqualTo(beliefs(train(table), VERSE));
    }

    @Test
    void aSnapshotIsTheSameAfterItsFile(@TempDir Path folder) throws IOException {
        var snapshot = train(Worlds.table("world", 700, 1));
        var file = folder.resolve("snapshot");
        SnapshotFile.write(file, snapshot);
        assertThat(beliefs(SnapshotFile.read(file), VERSE)).isEqualTo(beliefs(snapshot, VERSE));
    }

    @Test
    void queriesWithoutATextAreLeftOut() {
        var table = Worlds.table("world", 60, 1);
        var halves = new ArrayList<>(table.queries());
        halves.addAll(Worlds.stripped(Worlds.table("mute", 60, 2), false, true).queries().stream()
                .map(query -> new OutcomeTable.Query("x" + query.id(), query.group(), query.text()))
                .toList());
        var quality = twice(table.quality());
        var both = new OutcomeTable("both", halves, Worlds.MODELS, quality, twice(table.costUsd()), quality);
        assertThat(train(both).about().queries()).isEqualTo(60);
    }

    private static double[][] twice(double[][] rows) {
        var all = new ArrayList<>(List.of(rows));
        Collections.addAll(all, rows);
        return all.toArray(double[][]::new);
    }

    @Test
    void aTinyTableIsEnoughAndATinierOneIsRefused() {
        assertThat(beliefs(train(Worlds.table("tiny", 10, 1)), SUM)).allMatch(Belief::known);
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> train(Worlds.table("tinier", 9, 1)))
                .withMessageContaining("`tinier` has 9 queries");
    }

    @Test
    void progressComesToItsEnd() {
        var said = Collections.synchronizedList(new ArrayList<String>());
        Trainer.train(
                Worlds.table("world", 40, 1),
                Worlds.encoder(),
                Worlds.training(),
                (stage, done, total) -> said.add(stage + " " + done + "/" + total));
        assertThat(said).contains("encode 40/40").endsWith("fit 5/5");
    }
}
