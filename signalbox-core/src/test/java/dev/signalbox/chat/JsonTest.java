package dev.signalbox.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void aSliceIsItsBytes() {
        var body = "{\"é\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
        var slice = Json.slice(body, 6, 4);
        assertThat(slice).hasToString("\"ü\"");
        assertThat(slice).isEqualTo(Json.of("\"ü\"")).hasSameHashCodeAs(Json.of("\"ü\""));
        assertThat(slice.toBytes()).isEqualTo("\"ü\"".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSliceOutsideItsBytesIsRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Json.slice(new byte[3], 2, 2));
    }
}
