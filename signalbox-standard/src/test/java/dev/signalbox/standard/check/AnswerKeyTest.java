package dev.signalbox.standard.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.signalbox.standard.check.AnswerKey.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerKeyTest {
    static Stream<Arguments> readings() {
        return Stream.of(
                arguments("So it is $\\boxed{42}$.", Kind.NUMBER, "42"),
                arguments("First \\boxed{1}, no: \\boxed{ 2 }", Kind.NUMBER, "2"),
                arguments("5 + 6 = 11\n#### 1,011", Kind.NUMBER, "1011"),
                arguments("She sold 48 + 24.\nThe answer is 72 clips.", Kind.NUMBER, "72"),
                arguments("**Final Answer:** $-7.50", Kind.NUMBER, "-15/2"),
                arguments("\\boxed{\\dfrac{2}{4}}", Kind.NUMBER, "1/2"),
                arguments("\\boxed{\\frac34}", Kind.NUMBER, "3/4"),
                arguments("\\boxed{-\\frac{6}{3}}", Kind.NUMBER, "-2"),
                arguments("0.50", Kind.NUMBER, "1/2"),
                arguments("\\boxed{50\\%}", Kind.NUMBER, "50"),
                arguments("\\boxed{90^\\circ}", Kind.NUMBER, "90"),
                arguments("\\boxed{x = 3}", Kind.NUMBER, "3"),
                arguments("\\boxed{\\left( 1, \\frac{1}{2} \\right)}", Kind.EXPRESSION, "(1,\\frac{1}{2})"),
                arguments("\\boxed{\\sqrt3}", Kind.EXPRESSION, "\\sqrt{3}"),
                arguments("\\boxed{\\text{(B)}}", Kind.CHOICE, "B"),
                arguments("The answer is (C) because it rains.", Kind.CHOICE, "C"),
                arguments("Answer: **D**", Kind.CHOICE, "D"),
                arguments("B. Paris", Kind.CHOICE, "B"),
                arguments("A dog.", Kind.TEXT, "a dog"),
                arguments("\\boxed{\\text{Evelyn}}", Kind.TEXT, "evelyn"),
                arguments("The answer is: Invalid.", Kind.TEXT, "invalid"),
                arguments("  Yes. ", Kind.TEXT, "yes"),
                arguments("The answer is 3 million.", Kind.TEXT, "3 million"),
                arguments("{\"b\": 1.0, \"a\": [1e2, true]}", Kind.JSON, "{\"a\":[1E+2,true],\"b\":1}"),
                arguments("```json\n[1, 2]\n```", Kind.JSON, "[1,2]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readings")
    void theFinalAnswerIsReadAs(String answer, Kind kind, String text) {
        assertThat(AnswerKey.of(answer)).isEqualTo(new AnswerKey(kind, text));
    }

    @Test
    void jsonObjectsAgreeWhateverTheirOrderAndSpelling() {
        assertThat(AnswerKey.of("{\"a\":1,\"b\":{\"d\":2.50,\"c\":null}}"))
                .isEqualTo(AnswerKey.of("```\n{ \"b\": {\"c\": null, \"d\": 2.5}, \"a\": 1.0 }\n```"))
                .isNotEqualTo(AnswerKey.of("{\"a\":1,\"b\":{\"d\":\"2.5\",\"c\":null}}"));
    }

    @Test
    void longTextsWithTheSameLastNumberDoNotAgree() {
        assertThat(AnswerKey.of("Rome fell.\nThat was in 476"))
                .isNotEqualTo(AnswerKey.of("Odoacer ruled.\nHe began in 476"));
    }

    @Test
    void brokenAndHostileAnswersHaveAKeyToo() {
        assertThat(AnswerKey.of("").kind()).isEqualTo(Kind.TEXT);
        assertThat(AnswerKey.of("\\boxed{1").kind()).isEqualTo(Kind.EXPRESSION);
        assertThat(AnswerKey.of("The answer is").kind()).isEqualTo(Kind.TEXT);
        assertThat(AnswerKey.of("\\boxed{1/0}").kind()).isEqualTo(Kind.EXPRESSION);
        assertThat(AnswerKey.of("\\boxed{1e999999999}").kind()).isEqualTo(Kind.EXPRESSION);
        assertThat(AnswerKey.of("[1e999999999]").kind()).isEqualTo(Kind.JSON);
        assertThat(AnswerKey.of("[".repeat(100_000)).kind()).isEqualTo(Kind.TEXT);
        assertThat(AnswerKey.of("answer: ".repeat(50_000)).kind()).isEqualTo(Kind.TEXT);
        assertThat(AnswerKey.of("\\boxed{".repeat(50_000)).kind()).isEqualTo(Kind.TEXT);
    }

    @Property
    void anyTextHasOneKey(@ForAll @StringLength(max = 200) String text) {
        assertThat(AnswerKey.of(text)).isEqualTo(AnswerKey.of(text));
    }

    @Property
    void aNumberIsTheSameInEverySpelling(
            @ForAll @IntRange(min = -99_999, max = 99_999) int unscaled, @ForAll @IntRange(max = 4) int scale) {
        var number = BigDecimal.valueOf(unscaled, scale).toPlainString();
        var key = AnswerKey.of(number);
        assertThat(key.kind()).isEqualTo(Kind.NUMBER);
        assertThat(AnswerKey.of("Thus $\\boxed{" + number + "}$.")).isEqualTo(key);
        assertThat(AnswerKey.of("Some words.\nThe final answer is **" + number + "** units."))
                .isEqualTo(key);
        assertThat(AnswerKey.of("\\boxed{\\frac{" + unscaled + "}{" + (int) Math.pow(10, scale) + "}}"))
                .isEqualTo(key);
    }

    /// It took a minute for 20,000 digits.
    @Test
    void aHostileAnswerTakesNoTime() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (var piece : List.of("1", "1,", "a", "(", "\\frac{", "$", " ", "*", "answer is ")) {
                var text = piece.repeat(20_000);
                for (var answer : List.of(text, "The answer is " + text, "\\boxed{" + text + "}", "#### " + text)) {
                    assertThat(AnswerKey.of(answer).kind()).isNotNull();
                }
            }
        });
    }
}
