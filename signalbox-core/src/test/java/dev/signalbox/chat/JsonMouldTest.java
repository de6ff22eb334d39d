package dev.signalbox.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
