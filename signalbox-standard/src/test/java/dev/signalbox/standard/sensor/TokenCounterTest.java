package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
    private static final Encoding LIBRARY = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final TokenCounter COUNTER = new TokenCounter();

    /// What the encoding treats in a way of its own, in every order.
    private static final String[] PIECES = {
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u00a0",
        " the",
        " The",
        " THE",
        "word",
        "I'm",
        "don't",
        "'s",
        "'S",
        " l'",
        "’s",
        ".",
        ",",
        "...",
        "?!",
        ";",
        ")",
        "(",
        "/",
        "\\",
        "_",
        "-",
        "1",
        "12",
        "1234",
        " 5",
        "é",
        "ß",
        "naïve",
        "e\u0301",
        "\u0301",
        "日本",
        "。",
        "👍",
        "\ud83d",
        "{",
        "}",
        "=",
        "==",
        "foo_bar",
        "fooBar",
        "<|endoftext|>",
        "\u0000",
        "ſ",
        "İ",
        "ǅ",
        "ª"
    };

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PIECES).list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }

    @Property(tries = 5_000)
    void itCountsAsTheLibraryDoes(@ForAll("texts") String text) {
        assertThat(COUNTER.count(text)).isEqualTo(LIBRARY.countTokensOrdinary(text));
    }

    @Property
    void itCountsAnyCharactersAsTheLibraryDoes(@ForAll String text) {
        assertThat(COUNTER.count(text)).isEqualTo(LIBRARY.countTokensOrdinary(text));
    }

    @Test
    void anEstimateIsNearTheCount() {
        var prose = "A signal box reads the signals and sets the points; nobody else may. ".repeat(200);
        var numbers = "17, 4213, 99; ".repeat(500);
        int counted = LIBRARY.countTokensOrdinary(prose) + LIBRARY.countTokensOrdinary(numbers);
        assertThat(COUNTER.estimate(List.of(prose, numbers), prose.length() + numbers.length()))
                .isCloseTo(counted, within(counted * 0.1));
    }

    @Test
    void anEstimateOfNothingIsNothing() {
        assertThat(COUNTER.estimate(List.of(), 0)).isZero();
        assertThat(COUNTER.estimate(List.of("", ""), 0)).isZero();
    }
}
