package dev.signalbox.standard.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.sensor.GroupSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateFileTest {
    @TempDir
    private Path folder;

    private GateFile through(Gate gate) throws IOException {
        var file = folder.resolve("gate.json");
        new GateFile("a promise", "small", "large", folder.resolve("gate.safetensors"), gate).write(file);
        return GateFile.read(file);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.123456789012345, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void whatIsWrittenIsReadAsItWas(double bound) throws IOException {
        var gate = new Gate.One(KeepSensor.KEEP, bound);
        assertThat(through(gate))
                .isEqualTo(new GateFile(
                        "a promise",
                        "small",
                        "large",
                        folder.resolve("gate.safetensors").toAbsolutePath().normalize(),
                        gate));
    }

    @Test
    void boundsByGroupAreConditionsOnASignalThatASensorEmits() throws IOException {
        var bounds =
                new TreeMap<>(Map.of("sums", Double.NEGATIVE_INFINITY, "poems", 0.25, "law", Double.POSITIVE_INFINITY));
        var accept = through(new Gate.ByGroup(KeepSensor.KEEP, GroupSensor.GROUP, bounds))
                .gate()
                .accept();
        assertThat(accept.holds(Signals.of(KeepSensor.KEEP.of(-0.9), GroupSensor.GROUP.of("sums"))))
                .isEqualTo(Condition.Truth.YES);
        assertThat(accept.holds(Signals.of(KeepSensor.KEEP.of(0.2), GroupSensor.GROUP.of("poems"))))
                .isEqualTo(Condition.Truth.NO);
        assertThat(accept.holds(Signals.of(KeepSensor.KEEP.of(0.9), GroupSensor.GROUP.of("law"))))
                .isEqualTo(Condition.Truth.NO);
        assertThat(accept.holds(Signals.of(KeepSensor.KEEP.of(0.9)))).isNotEqualTo(Condition.Truth.YES);
    }

    @Test
    void theSnapshotIsNamedFromTheGatesFolderSoThatBothCanBeMoved() throws IOException {
        through(new Gate.One(KeepSensor.KEEP, 0.5));
        var moved = Files.createDirectory(folder.resolve("moved"));
        Files.copy(folder.resolve("gate.json"), moved.resolve("gate.json"));
        assertThat(GateFile.read(moved.resolve("gate.json")).snapshot())
                .isEqualTo(moved.resolve("gate.safetensors").toAbsolutePath().normalize());
    }

    @Test
    void whatIsNoGateIsToldByNameAndReason() throws IOException {
        refused("{", "it is not JSON");
        refused("{}", "it has no `format`");
        refused("{\"format\": \"signalbox.gate\", \"version\": \"9\"}", "it has the version `9`");
        var whole =
                "{\"format\":\"signalbox.gate\",\"version\":\"1\",\"promise\":\"p\",\"cheap\":\"a\",\"strong\":\"b\",\"snapshot\":\"s\",\"score\":\"keep\",\"keep_above\":%s}";
        refused(whole.formatted("\"much\""), "a bound in `keep_above` is no number");
        refused(whole.formatted("{\"sums\": 0}"), "it has no `group`");
        assertThatExceptionOfType(GateFileException.class)
                .isThrownBy(() -> GateFile.read(folder.resolve("none.json")))
                .withMessageContaining("there is no gate");
    }

    private void refused(String text, String reason) throws IOException {
        var file = folder.resolve("wrong.json");
        Files.writeString(file, text);
        assertThatExceptionOfType(GateFileException.class)
                .isThrownBy(() -> GateFile.read(file))
                .withMessageContainingAll("wrong.json", reason);
    }
}
