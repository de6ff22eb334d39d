package dev.signalbox.learning.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.chat.Request;
import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Encoder;
import dev.signalbox.signal.Moment.ReceivedMoment;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.gate.GateFile;
import dev.signalbox.standard.gate.KeepSensor;
import dev.signalbox.standard.quality.SnapshotException;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.standard.sensor.LexicalSensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gate that was fitted here and is used elsewhere: what the sensor says must be what the bounds were fitted to.
class GateInUseTest {
    private static final SignalKey<float[]> EMBEDDING = SignalKey.vector("embedding");

    @TempDir
    private Path folder;

    private GateFile fitted() throws IOException {
        var study = GateStudy.of(
                Worlds.table("gate", 900, 1), "clerk", "sage", Worlds.encoder(), Worlds.training(), Progress.SILENT);
        var fit = GateFit.of(study.calibrated(), new GateGuarantee.WithConfidence(0.1, 0.9), KeepSensor.KEEP);
        var snapshot = folder.resolve("gate.safetensors");
        SnapshotFile.write(snapshot, study.snapshot());
        var file = folder.resolve("gate.json");
        new GateFile("a promise", "clerk", "sage", snapshot, fit.gate()).write(file);
        return GateFile.read(file);
    }

    private static Signals known(String text) {
        return Signals.of(
                LexicalSensor.LEXICAL.of(Worlds.lexical(text)),
                EMBEDDING.of(Worlds.encoder().encode(text)));
    }

    private static Truth kept(GateFile file, KeepSensor sensor, Signals known) {
        var moment = new ReceivedMoment(Request.of("r", "auto", "read by the sensors before", Instant.MAX));
        return file.gate().accept().holds(known.with(sensor.sense(moment, known)));
    }

    @Test
    void mostSumsStayWithTheClerkAndMostVersesEscalate() throws IOException {
        var file = fitted();
        var sensor = KeepSensor.of(file, Worlds.encoder());
        int sums = 0;
        int verses = 0;
        for (var query : Worlds.table("later", 200, 2).queries()) {
            if (kept(file, sensor, known(query.text().orElseThrow())) != Truth.YES) continue;
            if (query.group().orElseThrow().equals("sums")) sums++;
            else verses++;
        }
        assertThat(sums).isGreaterThan(70);
        assertThat(verses).isLessThan(40);
    }

    @Test
    void withoutAnEmbeddingNothingIsKept() throws IOException {
        var file = fitted();
        var lexical = Signals.of(LexicalSensor.LEXICAL.of(Worlds.lexical("ledger total tax number sum add")));
        assertThat(kept(file, KeepSensor.of(file, Worlds.encoder()), lexical)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void anotherEncoderIsRefused() throws IOException {
        var file = fitted();
        var other = new Encoder() {
            @Override
            public String id() {
                return "another";
            }

            @Override
            public int dimensions() {
                return 32;
            }

            @Override
            public float[] encode(String text) {
                return Worlds.encoder().encode(text);
            }
        };
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> KeepSensor.of(file, other))
                .withMessageContaining("`another`");
    }
}
