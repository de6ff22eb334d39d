package dev.signalbox.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMouldTest {
    private static final Json FIRST = Json.of("{\"i\":1,\"text\":\"Hi\",\"end\":null}");
    private static final int QUOTE = FIRST.toString().indexOf("\"Hi");

    @ParameterizedTest
    @ValueSource(strings = {"Hi", "", " there, how are you?", "}{][,:'"})
    void whatDiffersInItsTextAloneFits(String text) {
        var mould = JsonMould.of(FIRST, QUOTE).orElseThrow();
        assertThat(mould.fill(Json.of("{\"i\":1,\"text\":\"" + text + "\",\"end\":null}")))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"i\":2,\"text\":\"Hi\",\"end\":null}",
                "{\"i\":1,\"text\":\"Hi\",\"end\":true}",
                "{\"i\":1,\"text\":\"Hi\",\"more\":\"Hi\",\"end\":null}",
                "{\"i\":1,\"text\":\"a\\nb\",\"end\":null}",
                "{\"i\":1,\"text\":\"a\\\\\",\"end\":null}",
                "{\"i\":1,\"text\":\"a\tb\",\"end\":null}",
                "{\"i\":1,\"text\":\"ü\",\"end\":null}",
                "{\"i\":1,\"text\":\"",
                "{\"i\":1,\"text\":null,\"end\":null}",
                ""
            })
    void whateverElseDoesNotFit(String json) {
        assertThat(JsonMould.of(FIRST, QUOTE).orElseThrow().fill(Json.of(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hi", "", "a\\nb", "\\\"", "\\\\", "\\u00fc\\/", "ü 信号 \uD83D\uDE80"})
    void theInsideOfAStringIsTakenOutAsItIsWritten(String inside) {
        var other = Json.of("{\"i\":1,\"text\":\"" + inside + "\",\"end\":null}");
        var mould = JsonMould.of(FIRST, QUOTE).orElseThrow();
        assertThat(mould.inside(other)).isEqualTo(Json.of(inside));
        assertThat(mould.joined(List.of(Json.of(inside)))).isEqualTo(other);
        assertThat(mould.joined(List.of(Json.of("a"), Json.of(inside), Json.of("b"))))
                .isEqualTo(Json.of("{\"i\":1,\"text\":\"a" + inside + "b\",\"end\":null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "\\", "\\x", "\\u00f", "\\u00fg", "a\tb", "a\",\"text\":\"b"})
    void whatIsNotTheInsideOfOneStringIsNotTakenOut(String inside) {
        var other = Json.of("{\"i\":1,\"text\":\"" + inside + "\",\"end\":null}");
        assertThat(JsonMould.of(FIRST, QUOTE).orElseThrow().inside(other)).isNull();
    }

    @Test
    void badBytesAreNotTakenOut() {
        byte[] bytes = FIRST.toBytes();
        bytes[QUOTE + 1] = (byte) 0xC3;
        assertThat(JsonMould.of(FIRST, QUOTE).orElseThrow().inside(Json.of(bytes)))
                .isNull();
    }

    @Test
    void aSliceFitsWhereverItLies() {
        byte[] bytes = ("data: " + FIRST + "\n\n").getBytes(UTF_8);
        var slice = Json.slice(bytes, 6, FIRST.length());
        assertThat(JsonMould.of(slice, QUOTE).orElseThrow().fill(FIRST)).isEqualTo("Hi");
        assertThat(JsonMould.of(FIRST, QUOTE).orElseThrow().fill(slice)).isEqualTo("Hi");
    }

    @Test
    void onlyPlainTextInQuotesMakesAMould() {
        assertThat(JsonMould.of(FIRST, -1)).isEmpty();
        assertThat(JsonMould.of(FIRST, QUOTE + 1)).isEmpty();
        assertThat(JsonMould.of(FIRST, FIRST.length())).isEmpty();
        assertThat(JsonMould.of(Json.of("\"a\\\"b\""), 0)).isEmpty();
        assertThat(JsonMould.of(Json.of("\"never ends"), 0)).isEmpty();
    }
}
