package dev.signalbox.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.encoders.StaticEncoder;
import dev.signalbox.learning.gate.GateFit;
import dev.signalbox.learning.gate.GateGuarantee;
import dev.signalbox.learning.gate.GateStudy;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.standard.gate.GateFile;
import dev.signalbox.standard.gate.KeepSensor;
import dev.signalbox.standard.quality.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gate in the settings decides which requests stay with the cheap model.
class GateTest {
    private static final int QUERIES = 400;

    @TempDir
    private Path folder;

    /// `small` knows capitals and writes no poems, `large` does both.
    ///
    /// @param capitals whether it is the other way round
    private void fit(boolean capitals) throws IOException {
        var queries = new ArrayList<OutcomeTable.Query>();
        double[][] quality = new double[QUERIES][2];
        double[][] costUsd = new double[QUERIES][2];
        double[][] tokens = new double[QUERIES][2];
        for (int i = 0; i < QUERIES; i++) {
            boolean capital = i % 2 == 0;
            var text =
                    (capital ? "What is the capital of %s?" : "Write a sonnet on the roses of %s.").formatted(land(i));
            queries.add(new OutcomeTable.Query("q" + i, Optional.of("all"), Optional.of(text)));
            quality[i] = new double[] {1, capital == capitals ? 1 : 0};
            costUsd[i] = new double[] {0.001, 0.0001};
            tokens[i] = new double[] {Double.NaN, Double.NaN};
        }
        var table = new OutcomeTable("gate", queries, List.of("large", "small"), quality, costUsd, tokens);
        var options = new Trainer.Options(1, Instant.EPOCH, "the table's", BuiltIns::lexical);
        var study = GateStudy.of(table, "small", "large", StaticEncoder.builtIn(), options, Progress.SILENT);
        var fit = GateFit.of(study.calibrated(), new GateGuarantee.WithConfidence(0.05, 0.95), KeepSensor.KEEP);
        var snapshot = folder.resolve("gate.safetensors");
        SnapshotFile.write(snapshot, study.snapshot());
        new GateFile("a promise", "small", "large", snapshot, fit.gate()).write(folder.resolve("gate.json"));
    }

    private static String land(int number) {
        var syllables = List.of("Fra", "no", "li", "ra", "be", "ti", "mo", "sa", "ga", "ria");
        return syllables.get(number / 100) + syllables.get(number / 10 % 10) + syllables.get(number % 10);
    }

    @Test
    void theGateSaysWhatStaysWithTheCheapModel() throws Exception {
        for (boolean capitals : List.of(true, false)) {
            fit(capitals);
            try (var fixture = new Fixture();
                    var box = fixture.box(
                            fixture.yaml("stay: {models: [small], when: kept}\nrest: {models: [large]}")
                                            .replace("encoder: {kind: none}", "encoder: {kind: static}")
                                    + "gate: gate.json",
                            folder)) {
                var model = fixture.ask(box, "auto", "").headers().firstValue("x-signalbox-model");
                assertThat(model).contains(capitals ? "small" : "large");
            }
        }
    }

    @Test
    void aGateNeedsItsEncoderAndAConditionOnItNeedsAGate() throws Exception {
        fit(true);
        try (var fixture = new Fixture()) {
            var yaml = fixture.yaml("stay: {models: [small], when: kept}");
            assertThatThrownBy(() -> fixture.box(yaml + "gate: gate.json", folder))
                    .hasMessageContaining("`gate` needs");
            assertThatThrownBy(() -> fixture.box(yaml, folder))
                    .hasMessageContaining("`routes.stay.when` asks what a gate says, and there is none");
        }
    }
}
