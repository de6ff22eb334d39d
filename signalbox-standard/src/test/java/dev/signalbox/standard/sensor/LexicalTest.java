package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexicalTest {
    private static float of(String name, String text) {
        return Lexical.features(text)[Lexical.NAMES.indexOf(name)];
    }

    @Test
    void thereAreThirtyFiveOfUniqueNames() {
        assertThat(Lexical.NAMES).hasSize(35).doesNotHaveDuplicates();
        assertThat(Lexical.features("Hello")).hasSize(35);
    }

    @Test
    void anEmptyTextIsAllZero() {
        assertThat(Lexical.features("")).containsOnly(0f);
    }

    @Test
    void sizesAreLogarithms() {
        assertThat(of("log_chars", "one two")).isCloseTo((float) Math.log(8), within(1e-6f));
        assertThat(of("log_words", "one two\n three ")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(of("log_newlines", "a\nb\nc")).isCloseTo((float) Math.log(3), within(1e-6f));
    }

    @Test
    void ratiosAreSharesOfTheCharacters() {
        assertThat(of("digit_ratio", "ab12")).isEqualTo(0.5f);
        assertThat(of("upper_ratio", "ABcd")).isEqualTo(0.5f);
        assertThat(of("non_ascii_ratio", "aé")).isEqualTo(0.5f);
        assertThat(of("cjk_ratio", "a日")).isEqualTo(0.5f);
        assertThat(of("punctuation_ratio", "a,b。")).isEqualTo(0.5f);
    }

    @Test
    void numbersAndLettersAreCountedPerWord() {
        assertThat(of("numbers_per_word", "12 and 3.5 are")).isEqualTo(0.75f);
        assertThat(of("mean_word_length", "ab abcd")).isEqualTo(3f);
    }

    @Test
    void itCountsCodeMathematicsAnswersAndQuestions() {
        assertThat(of("log_code_tokens", "return f(); }")).isCloseTo((float) Math.log(5), within(1e-6f));
        assertThat(of("log_math_markers", "solve x^2 + 1 = 0 ∑")).isCloseTo((float) Math.log(6), within(1e-6f));
        assertThat(of("log_options", "Which?\nA) one\nB) two (C) three")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(of("log_question_marks", "What? 何？")).isCloseTo((float) Math.log(3), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({
        "has_dollar, costs $5",
        "has_backslash, \\frac",
        "has_underscore, fill ___ in",
        "has_triple_quote, a \"\"\" b",
        "has_equals, a = b"
    })
    void marksAreFlagged(String name, String text) {
        assertThat(of(name, text)).isEqualTo(1f);
        assertThat(of(name, "nothing of this")).isEqualTo(0f);
    }

    @ParameterizedTest
    @CsvSource({
        "first_what, What is it",
        "first_which, which one",
        "first_how, ' \"How so'",
        "first_why, WHY",
        "first_who, Whose hat",
        "first_where_when, When",
        "first_verb_question, Is it",
        "first_if, If a train",
        "first_article, The train",
        "first_solve, Find x",
        "first_write, Write a poem",
        "first_explain, Explain it",
        "first_give, Give me",
        "first_person, I have",
        "first_suppose, Let x be",
        "first_other, Zebra",
        "first_other, 你好"
    })
    void theFirstWordIsOneOfSixteenGroups(String name, String text) {
        assertThat(of(name, text)).isEqualTo(1f);
    }

    @Property
    void whateverTheTextOneFirstWordIsSetAndRatiosAreShares(@ForAll String text) {
        var features = Lexical.features(text);
        float first = 0;
        for (int i = 0; i < features.length; i++) {
            assertThat(features[i]).isFinite().isNotNegative();
            if (Lexical.NAMES.get(i).endsWith("_ratio")) assertThat(features[i]).isLessThanOrEqualTo(1f);
            if (Lexical.NAMES.get(i).startsWith("first_")) first += features[i];
        }
        assertThat(first).isEqualTo(text.isEmpty() ? 0f : 1f);
    }
}
