package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.gate.KeepSensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GateStudyTest {
    private static GateStudy study(OutcomeTable table) {
        return GateStudy.of(table, "clerk", "sage", Worlds.encoder(), Worlds.training(), Progress.SILENT);
    }

    @Test
    void sumsStayWithTheClerkAndVersesEscalate() {
        var study = study(Worlds.table("world", 2_000, 1));
        assertThat(study.snapshot().about().queries()).isEqualTo(800);
        assertThat(study.calibrated()).hasSize(600);
        assertThat(study.held()).hasSize(600);
        var promise = new GateGuarantee.WithConfidence(0.05, 0.95);
        var gate = GateFit.of(study.calibrated(), promise, KeepSensor.KEEP).gate();
        var checks = GateCheck.byGroup(gate, study.held());
        assertThat(GateCheck.of(gate, study.held()).risk()).isLessThan(0.05);
        assertThat(checks.getFirst().escalated()).as("sums").isLessThan(0.2);
        assertThat(checks.getLast().escalated()).as("verses").isGreaterThan(0.8);
    }

    @Test
    void oneGroupAloneIsFittedAndPromisesInIt() {
        var world = Worlds.table("world", 600, 1);
        var sums = world.where(
                row -> world.queries().get(row).group().orElseThrow().equals("sums"));
        var study = study(sums);
        var fit = GateFit.byGroup(
                study.calibrated(), new GateGuarantee.OnAverage(0.1), KeepSensor.KEEP, SignalKey.label("group"));
        assertThat(fit.parts()).singleElement().satisfies(part -> assertThat(part.keeps())
                .isTrue());
    }

    @Test
    void aTableOfWhichOneModelIsUnknownIsRefused() {
        var world = Worlds.table("world", 200, 1);
        var quality = Arrays.stream(world.quality()).map(double[]::clone).toArray(double[][]::new);
        for (var row : quality) row[2] = Double.NaN;
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> study(Worlds.withQuality(world, quality)))
                .withMessageContaining("quality of both `clerk` and `sage`");
    }
}
