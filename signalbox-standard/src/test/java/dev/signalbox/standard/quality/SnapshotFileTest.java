package dev.signalbox.standard.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("pool.snapshot");
        SnapshotFile.write(file, SmallSnapshot.make());
    }

    @Test
    void whatIsReadPredictsWhatWasWritten() throws IOException {
        var written = SmallSnapshot.make();
        var read = SnapshotFile.read(file);
        assertThat(read.about())
                .usingRecursiveComparison()
                .ignoringFields("meanCostUsd")
                .isEqualTo(written.about());
        assertThat(read.about().meanCostUsd()).isEqualTo(written.about().meanCostUsd());
        assertThat(read.perDollar()).isEqualTo(written.perDollar());
        var random = new Random(5);
        for (int round = 0; round < 50; round++) {
            float[] lexical = {random.nextFloat() * 3, random.nextFloat(), random.nextFloat()};
            var features =
                    Features.of(SmallSnapshot.unit(random), written.lexical().of(lexical));
            assertThat(Features.of(
                                    SmallSnapshot.unit(new Random(round)),
                                    read.lexical().of(lexical))
                            .lexical())
                    .isEqualTo(features.lexical());
            assertThat(read.quality().scores(features))
                    .isEqualTo(written.quality().scores(features));
            var told = features.told(round % 2);
            assertThat(read.qualityFor(told).scores(told))
                    .isEqualTo(written.qualityFor(told).scores(told));
            assertThat(read.group("verses")).isEqualTo(1);
            assertThat(read.qualityAlone().scores(features))
                    .isEqualTo(written.qualityAlone().scores(features));
            assertThat(read.costUsd().logarithms(features))
                    .isEqualTo(written.costUsd().logarithms(features));
            for (int model = 0; model < 3; model++) {
                assertThat(read.quality().belief(model, new double[] {0.3, 0.4, 0.5}))
                        .isEqualTo(written.quality().belief(model, new double[] {0.3, 0.4, 0.5}));
                assertThat(read.costUsd().belief(model, new double[3]))
                        .isEqualTo(written.costUsd().belief(model, new double[3]));
            }
        }
    }

    @Test
    void theHeaderIsThatOfSafetensors() throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var header = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(header);
        assertThat(header.length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8))
                .startsWith("{\"__metadata__\":{\"format\":\"signalbox.snapshot\",\"version\":\"1\"")
                .contains("\"lexical.mean\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}");
    }

    @Test
    void nothingIsLeftBesideTheFile() throws IOException {
        SnapshotFile.write(file, SmallSnapshot.make());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + length / 60) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused("`" + file + "`", "signalbox train");
        }
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Files.writeString(file, "PK\3\4 this is a zip file, or says so at least");
        refused("does not begin as one");
        Files.write(
                file,
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(2)
                        .put((byte) '{')
                        .put((byte) '}')
                        .array());
        refused("not a Signalbox file");
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        replace("\"version\":\"1\"", "\"version\":\"9\"");
        refused("version `9`", "version `1`");
    }

    @Test
    void anotherShapeIsRefused() throws IOException {
        replace("\"dimensions\\\":8", "\"dimensions\\\":9");
        refused("shape");
    }

    @Test
    void aNumberThatIsNoneIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putFloat(8 + Math.toIntExact(buffer.getLong(0)), Float.NaN);
        Files.write(file, bytes);
        refused("`lexical.mean` holds NaN");
    }

    @Test
    void aMissingFileSaysHowToMakeOne() {
        file = folder.resolve("none");
        refused("there is no snapshot", "`" + file + "`", "signalbox train");
    }

    @Test
    void embeddingsOfAnotherEncoderAreRefused() {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SmallSnapshot.make().requireEncoder(new Encoder() {
                    @Override
                    public String id() {
                        return "other";
                    }

                    @Override
                    public int dimensions() {
                        return SmallSnapshot.DIMENSIONS;
                    }

                    @Override
                    public float[] encode(String text) {
                        return new float[SmallSnapshot.DIMENSIONS];
                    }
                }))
                .withMessageContaining("`test-encoder`")
                .withMessageContaining("`other`");
    }

    private void refused(String... said) {
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> SnapshotFile.read(file))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(said));
    }

    private void replace(String old, String fresh) throws IOException {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(old);
        Files.write(file, text.replace(old, fresh).getBytes(StandardCharsets.ISO_8859_1));
    }
}
