package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the tokenizer to the reference, Hugging Face's own in native code.
class WordPieceTest {
    private static final String RESOURCE = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final WordPiece TOKENIZER = tokenizer();
    private static final HuggingFaceTokenizer REFERENCE = reference();

    private static WordPiece tokenizer() {
        try (var json = WordPiece.class.getResourceAsStream(RESOURCE)) {
            return WordPiece.read(json);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static HuggingFaceTokenizer reference() {
        // The library reports its use to its makers where this is not set.
        System.setProperty("OPT_OUT_TRACKING", "true");
        try (var json = WordPiece.class.getResourceAsStream(RESOURCE)) {
            return HuggingFaceTokenizer.newInstance(
                    json, Map.of("padding", "false", "truncation", "true", "maxLength", "160"));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void agree(String text) {
        var expected = Arrays.stream(REFERENCE.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        assertThat(TOKENIZER.encode(text, 160)).as(text).isEqualTo(expected);
    }

    @Test
    void aKnownSentenceHasItsKnownIds() {
        assertThat(TOKENIZER.encode("Hello, world!", 160)).containsExactly(101, 7592, 1010, 2088, 999, 102);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "Explain step-by-step why O(n log n) beats O(n²).",
                "unaffable Pneumonoultramicroscopicsilicovolcanoconiosis",
                "Ça coûte 5 €, né à Zürich; ÅNGSTRÖM İstanbul ΣΊΣΥΦΟΣ",
                "什么是信号箱？ 日本語のテキスト 한국어 텍스트",
                "def f(x):\n    return x**2  # square",
                "😀 emoji 👩‍🚀 and zero\u200Bwidth \u00A0 space\u2028line",
                "हिन्दी العربية עברית ไทย",
                "a\u0000b\u0007c \uFFFD d",
                "x_y-z/w\\v {json: [1,2]} $5 `code` ~tilde^",
                "[MASK is no special word",
                "¿Qué? «guillemets» … — – „quotes“"
            })
    void itAgreesWithTheReference(String text) {
        agree(text);
    }

    @Test
    void aWordOfAHundredLettersIsCutAndALongerOneIsUnknown() {
        agree("a".repeat(100));
        agree("a".repeat(101));
        agree("a".repeat(5_000) + " end");
    }

    @Test
    void whatIsTooLongIsCutOff() {
        var text = "signal box ".repeat(1_000);
        agree(text);
        assertThat(TOKENIZER.encode(text, 160)).hasSize(160).endsWith(102);
        assertThat(TOKENIZER.encode(text, 2)).containsExactly(101, 102);
    }

    @Test
    void halfOfASurrogatePairIsNoText() {
        assertThat(TOKENIZER.encode("a\uD83D b", 160)).isEqualTo(TOKENIZER.encode("a b", 160));
    }

    @Property
    void itAgreesWithTheReferenceOnAnyText(@ForAll("texts") String text) {
        agree(text);
    }

    @Provide
    Arbitrary<String> texts() {
        var scripts = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('À', 'ÿ')
                .withCharRange('Α', 'ω')
                .withCharRange('а', 'я')
                .withCharRange('一', '龥')
                .withCharRange('가', '힣')
                .withChars('\t', '\n', '\r', '\u00A0', '\u3000', '…', '—')
                .ofMaxLength(60);
        var words = Arbitraries.of("routing", "unaffable", "ability", "##ing", "e", "don't", "3.14", "naïve")
                .list()
                .ofMaxSize(20)
                .map(list -> String.join(" ", list));
        return Arbitraries.oneOf(scripts, words);
    }
}
