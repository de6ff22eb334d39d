package dev.signalbox.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the tokenizer to the reference, Hugging Face's own in native code.
class WordPieceTest {
    private static final int TOKENS_MAX = 160;
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final WordPiece TOKENIZER = tokenizer();
    private static final HuggingFaceTokenizer REFERENCE = reference();

    private static WordPiece tokenizer() {
        try (var json = WordPiece.class.getResourceAsStream(VOCABULARY)) {
            return WordPiece.read(Objects.requireNonNull(json));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static HuggingFaceTokenizer reference() {
        try (var json = WordPiece.class.getResourceAsStream(VOCABULARY)) {
            return HuggingFaceTokenizer.newInstance(
                    json, Map.of("padding", "false", "truncation", "true", "maxLength", "" + TOKENS_MAX));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int[] ids(String text) {
        return TOKENIZER.encode(text, TOKENS_MAX);
    }

    private static void agree(String text) {
        var expected = Arrays.stream(REFERENCE.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        assertThat(ids(text)).as(text).isEqualTo(expected);
    }

    private static Arguments known(String text, int... ids) {
        return Arguments.of(text, ids);
    }

    static Stream<Arguments> knownTexts() {
        return Stream.of(
                known("", 101, 102),
                known(" \t\n", 101, 102),
                known("Hello, world!", 101, 7592, 1010, 2088, 999, 102),
                known("unaffable", 101, 14477, 20961, 3468, 102),
                known("Café naïve Zürich", 101, 7668, 15743, 10204, 102),
                known("什么是信号箱？", 101, 100, 100, 100, 1767, 100, 100, 1994, 102),
                known("日本語", 101, 1864, 1876, 1950, 102),
                known("don't stop-it", 101, 2123, 1005, 1056, 2644, 1011, 2009, 102),
                known("😀", 101, 100, 102),
                known("3.14 = π?", 101, 1017, 1012, 2403, 1027, 1170, 1029, 102),
                known("x\u0000y", 101, 1060, 2100, 102));
    }

    @ParameterizedTest
    @MethodSource("knownTexts")
    void aKnownTextHasItsKnownIds(String text, int[] expected) {
        assertThat(ids(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Explain step-by-step why O(n log n) beats O(n²).",
                "Pneumonoultramicroscopicsilicovolcanoconiosis",
                "Ça coûte 5 €, né à Zürich; ÅNGSTRÖM İstanbul ΣΊΣΥΦΟΣ",
                "def f(x):\n    return x**2  # square",
                "😀 emoji 👩‍🚀 and zero\u200Bwidth \u00A0 space\u2028line",
                "a\u0000b\u0007c \uFFFD d\u000Be\u000Cf\u0085g\u007Fh",
                "x_y-z/w\\v {json: [1,2]} $5 `code` ~tilde^",
                "[MASK is no special word",
                "¿Qué? «guillemets» … — – „quotes“",
                "\uD840\uDC00\uD869\uDF00 rare CJK"
            })
    void itAgreesWithTheReference(String text) {
        agree(text);
    }

    @Test
    void itAgreesWithTheReferenceInManyLanguages() throws IOException {
        try (var texts = WordPieceTest.class.getResourceAsStream("article-1.txt")) {
            var lines = new String(Objects.requireNonNull(texts).readAllBytes(), StandardCharsets.UTF_8);
            lines.lines().forEach(WordPieceTest::agree);
            agree(lines);
        }
    }

    /// One by one, since a rule that is wrong for one character drowns in a random text.
    @Test
    void itAgreesWithTheReferenceOnEveryCharacterOfTheVocabulary() throws IOException {
        try (var json = WordPiece.class.getResourceAsStream(VOCABULARY)) {
            new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8)
                    .codePoints()
                    .distinct()
                    .forEach(c -> agree("the" + Character.toString(c) + "cat"));
        }
    }

    @Test
    void aWordOfAHundredLettersIsCutAndALongerOneIsUnknown() {
        agree("a".repeat(100));
        agree("a".repeat(101));
        agree("a".repeat(5_000) + " end");
        agree("\uD83D\uDE00".repeat(101));
    }

    @Test
    void whatIsTooLongIsCutOff() {
        var text = "signal box ".repeat(10_000);
        agree(text);
        assertThat(ids(text)).hasSize(TOKENS_MAX).endsWith(102);
        assertThat(TOKENIZER.encode(text, 2)).containsExactly(101, 102);
    }

    @Test
    void aTextThatEndsInsideAWordOfSeveralPiecesIsCutThere() {
        for (int words = 70; words < 90; words++) agree("unaffable ".repeat(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D b", "a\uDE00 b", "a b\uD83D", "\uDE00\uD83Da b"})
    void halfOfASurrogatePairIsNoText(String text) {
        assertThat(ids(text)).isEqualTo(ids("a b"));
    }

    @Test
    void aTextCannotBringInASpecialToken() {
        assertThat(ids("[SEP] [PAD]")).doesNotContain(0).containsOnlyOnce(102);
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() {
        assertThatThrownBy(() -> new WordPiece(Map.of("[UNK]", 0, "[CLS]", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`[SEP]`");
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
                .withChars('\t', '\n', '\r', '\u00A0', '\u3000', '…', '—', '\u0301')
                .ofMaxLength(60);
        var words = Arbitraries.of("routing", "unaffable", "ability", "##ing", "e", "don't", "3.14", "naïve")
                .list()
                .ofMaxSize(200)
                .map(list -> String.join(" ", list));
        return Arbitraries.oneOf(scripts, words);
    }
}
