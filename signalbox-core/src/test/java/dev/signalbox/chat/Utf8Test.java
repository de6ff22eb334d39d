package dev.signalbox.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void itIsOfTheSameMindAsTheJdkAboutAnyTwoAndThreeBytes() {
        var bytes = new byte[3];
        for (int i = 0; i < 1 << 16; i++) {
            bytes[0] = (byte) (i >> 8);
            bytes[1] = (byte) i;
            // The third belongs to the second, or is a letter.
            for (int third : new int[] {0x80, 0xBF, 'a'}) {
                bytes[2] = (byte) third;
                assertSame(bytes);
            }
        }
    }

    @Test
    void itIsOfTheSameMindAsTheJdkAboutTextsThatWereSpoilt() {
        var random = new SplittableRandom(1);
        var text = "Grüße, 東京, 🚂 and a long tail of plain letters 0123456789".getBytes(UTF_8);
        for (int i = 0; i < 200_000; i++) {
            var spoilt = text.clone();
            for (int hit = random.nextInt(3); hit >= 0; hit--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            assertSame(spoilt);
        }
    }

    @Test
    void itLooksAtItsSliceOnly() {
        var bytes = new byte[] {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF};
        assertThat(Utf8.flaw(bytes, 1, 4)).isEqualTo(-1);
        assertThat(Utf8.flaw(bytes, 1, 3)).isEqualTo(2);
        assertThat(Utf8.flaw(bytes, 1, 5)).isEqualTo(4);
    }

    private static void assertSame(byte[] bytes) {
        boolean valid;
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            valid = true;
        } catch (CharacterCodingException flawed) {
            valid = false;
        }
        if ((Utf8.flaw(bytes, 0, bytes.length) < 0) != valid)
            assertThat(bytes).as("valid: " + valid).isEmpty();
    }
}
