package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTableTest {
    /// Three tokens in two dimensions, the last without a vector.
    private static final TokenTable TABLE = TokenTable.of(new float[] {3, 0, 0, -4, 0, 0}, 2);

    private static byte[] written(TokenTable table) throws IOException {
        var bytes = new ByteArrayOutputStream();
        table.write(bytes);
        return bytes.toByteArray();
    }

    private static TokenTable read(byte[] bytes) throws IOException {
        return TokenTable.read(new ByteArrayInputStream(bytes), "own.bin");
    }

    @Test
    void aTextPointsWhereTheSumOfItsTokensPoints() {
        var direction = TABLE.direction(new int[] {0, 1, 2});
        assertThat(direction[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(direction[1]).isCloseTo(-0.8f, within(1e-6f));
    }

    @Test
    void whereTheSumIsNothingItPointsAlongTheFirstAxis() {
        assertThat(TABLE.direction(new int[] {2, 2})).containsExactly(1, 0);
        assertThat(TABLE.direction(new int[0])).containsExactly(1, 0);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var again = read(written(TABLE));
        assertThat(again.tokens()).isEqualTo(3);
        assertThat(again.dimensions()).isEqualTo(2);
        assertThat(again.hash()).isEqualTo(TABLE.hash());
        assertThat(again.direction(new int[] {0, 1})).isEqualTo(TABLE.direction(new int[] {0, 1}));
    }

    @Test
    void otherNumbersHaveAnotherHash() {
        assertThat(TokenTable.of(new float[] {3, 0, 0, -4.1f, 0, 0}, 2).hash()).isNotEqualTo(TABLE.hash());
        assertThat(TokenTable.of(new float[] {3, 0, 0, 4, 0, 0}, 2).hash()).isNotEqualTo(TABLE.hash());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 20})
    void whatIsCutOffIsRefused(int length) throws IOException {
        assertThatThrownBy(() -> read(Arrays.copyOf(written(TABLE), length)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`own.bin` is no token table");
    }

    @Test
    void whatIsSomethingElseIsRefused() {
        assertThatThrownBy(() -> read("vectors".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`own.bin` is no token table");
        assertThatThrownBy(() -> read(deflated(7, 1, 1, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`own.bin` is no token table");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        int magic = 0x53425454;
        assertThatThrownBy(() -> read(deflated(magic, 1 << 20, 1 << 20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`own.bin` is broken");
        assertThatThrownBy(() -> read(deflated(magic, 1, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`own.bin` is broken");
        assertThatThrownBy(() -> read(deflated(magic, 1, 1, Float.floatToIntBits(Float.NaN))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the scale of token 0");
    }

    private static byte[] deflated(int... numbers) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            for (int number : numbers) out.writeInt(number);
        }
        return bytes.toByteArray();
    }
}
