package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartJsonTest {
    @Test
    void objectsArraysAndStringsAreRead() {
        assertThat(PartJson.object(" {\"a\\n\\u00e9\": [\"b\", {}, []], \"c\": \"\\\\\\\"/\"} \n"))
                .contains(Map.of("a\né", List.of("b", Map.of(), List.of()), "c", "\\\"/"));
        assertThat(PartJson.object("{\"n\": -1.5e3, \"t\": true, \"z\": null}")
                        .orElseThrow()
                        .values())
                .allMatch(PartJson.Other.VALUE::equals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}{}",
                "[]",
                "\"a\"",
                "Sure: {}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\" 1}",
                "{\"a\":01}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":[1 2]}",
                "{\"a\":tru}",
                "{\"a\":\"b}"
            })
    void whatIsNoObjectIsNotRead(String text) {
        assertThat(PartJson.object(text)).isEmpty();
    }

    @Test
    void noDepthEndsTheStack() {
        assertThat(PartJson.object("{\"a\":" + "[".repeat(100_000))).isEmpty();
    }

    @Provide
    Arbitrary<String> nearly() {
        return Arbitraries.of("{", "}", "[", "]", "\"", ":", ",", "\\", "a", "1", "-", ".", " ", "\\u12", "true")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    @Property
    void nothingBreaksIt(@ForAll("nearly") String text) {
        PartJson.object(text)
                .ifPresent(object -> assertThat(text.strip()).startsWith("{").endsWith("}"));
    }
}
