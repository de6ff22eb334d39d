package dev.signalbox.standard.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormSensorTest {
    private static <T> Optional<T> of(SignalKey<T> key, String text) {
        var known = Signals.of(TextSensor.TEXT.of(text));
        return known.with(new FormSensor().sense(Cases.received(text), known)).get(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fix it:\\n```py\\nx = 1\\n```|python",
                "```C++\\nint x;\\n```|cpp",
                "from typing import List\\n\\ndef f(x: int) -> int:|python",
                "public static void main(String[] args) {|java",
                "#include <iostream>|cpp",
                "#include <stdio.h>|c",
                "SELECT name FROM users WHERE id = 1;|sql",
                "const a = 1;\\nconst b = 2;|javascript",
                "let mut x = 5;|rust",
                "func main() {|go",
                "#!/bin/bash\\necho hi|bash",
                "<!DOCTYPE html>|html"
            })
    void codeIsSeenWithItsLanguage(String text, String language) {
        assertThat(of(FormSensor.CODE, text.replace("\\n", "\n"))).contains(true);
        assertThat(of(FormSensor.CODE_LANGUAGE, text.replace("\\n", "\n"))).contains(language);
    }

    @Test
    void codeWithoutANameIsCodeOfNoLanguage() {
        assertThat(of(FormSensor.CODE, "a[i] = b;\nwhile (x) {\n}")).contains(true);
        assertThat(of(FormSensor.CODE_LANGUAGE, "a[i] = b;\nwhile (x) {\n}")).isEmpty();
    }

    @Test
    void aFencesLabelNeverGivesTheTextAway() {
        assertThat(of(FormSensor.CODE_LANGUAGE, "```my-secret\nx\n```")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Let us import the goods from France.",
                "From here on we import nothing, he said",
                "Select the right word",
                "The public is private",
                "\\begin{array}{l}\nx \\\\ \\end{array}"
            })
    void proseIsNoCode(String text) {
        assertThat(of(FormSensor.CODE, text)).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Find \\frac{1}{2}",
                "$$x$$",
                "Solve 3x + 5 = 20",
                "∑ 1/n² ≤ 2",
                "Tom has 3 apples and buys 4. How many has he?",
                "Prove the theorem."
            })
    void mathematicsIsSeen(String text) {
        assertThat(of(FormSensor.MATH, text)).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tell me a joke", "How many are there?", "I paid $5 and $6", "In 1999 and 2000 it rained"})
    void otherTextIsNoMathematics(String text) {
        assertThat(of(FormSensor.MATH, text)).contains(false);
    }

    @Test
    void aSumInCodeIsNoMathematics() {
        assertThat(of(FormSensor.MATH, "```\na = a + 1\nb = a * 2\n```")).contains(false);
    }

    @Test
    void tablesAreSeenByTheirBarsOrTabs() {
        assertThat(of(FormSensor.TABLE, "| a | b |\n|---|---|\n| 1 | 2 |")).contains(true);
        assertThat(of(FormSensor.TABLE, "a\tb\tc\n1\t2\t3")).contains(true);
        assertThat(of(FormSensor.TABLE, "| a | b |\n\ntext\n| c | d |")).contains(false);
        assertThat(of(FormSensor.TABLE, "\t\tx\n\t\ty")).contains(false);
        assertThat(of(FormSensor.TABLE, "a || b\nc")).contains(false);
    }

    @Test
    void jsonIsSeenByItsKeys() {
        assertThat(of(FormSensor.JSON, "Read {\n  \"name\" : 1}")).contains(true);
        assertThat(of(FormSensor.JSON, "[{\"a\":1}]")).contains(true);
        assertThat(of(FormSensor.JSON, "{ x } and {\"quoted\"}")).contains(false);
    }

    @Test
    void linksAreSeen() {
        assertThat(of(FormSensor.URL, "see https://example.org/a")).contains(true);
        assertThat(of(FormSensor.URL, "see www.example.org")).contains(true);
        assertThat(of(FormSensor.URL, "a://b and http:/c")).contains(false);
    }

    @Test
    void letteredAnswersAreSeen() {
        assertThat(of(FormSensor.MULTIPLE_CHOICE, "Which?\nA. one\nB. two")).contains(true);
        assertThat(of(FormSensor.MULTIPLE_CHOICE, "Which? (A) one (B) two")).contains(true);
        assertThat(of(FormSensor.MULTIPLE_CHOICE, "B. Smith\nA. Jones")).contains(false);
        assertThat(of(FormSensor.MULTIPLE_CHOICE, "Plan A. Then plan B. Then go."))
                .contains(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is it?|what",
                "what is the capital of France|what",
                "I have a list. How do I sort it?|how",
                "In Java, how do I sort?|how",
                "Is it so?|yes_no",
                "Which of them?\\nA) this\\nB) that|which",
                "Wie geht es?|other",
                "元気ですか？|other",
                "Write a poem|instruction",
                "Can you write a poem?|yes_no",
                "Good morning|none"
            })
    void theKindOfQuestionIsTold(String text, String kind) {
        assertThat(of(FormSensor.QUESTION, text.replace("\\n", "\n"))).contains(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please summarise this|summarize",
                "Can you write a poem?|write",
                "I want you to translate it|translate",
                "debug this|fix",
                "Compute 3|solve"
            })
    void theVerbThatATextBeginsWithIsTold(String text, String verb) {
        assertThat(of(FormSensor.INSTRUCTION, text)).contains(verb);
    }

    @Test
    void aTextThatBeginsOtherwiseHasNoVerb() {
        assertThat(of(FormSensor.INSTRUCTION, "The cat will write")).isEmpty();
    }

    @Test
    void setPhrasesAreHeardInAnyCase() {
        assertThat(of(FormSensor.STEP_BY_STEP, "Think Step By Step.")).contains(true);
        assertThat(of(FormSensor.STEP_BY_STEP, "step-by-step")).contains(true);
        assertThat(of(FormSensor.STEP_BY_STEP, "the first step")).contains(false);
        assertThat(of(FormSensor.REASONS_WANTED, "EXPLAIN WHY it is")).contains(true);
        assertThat(of(FormSensor.REASONS_WANTED, "show your work")).contains(true);
        assertThat(of(FormSensor.REASONS_WANTED, "explain it")).contains(false);
    }

    @ParameterizedTest
    @CsvSource({
        "Hello, latin, false",
        "Привет мир, cyrillic, true",
        "你好世界, han, true",
        "これはテストです, kana, true",
        "Say Привет to everybody, latin, true",
        "naïve café, latin, false"
    })
    void theScriptIsTold(String text, String script, boolean foreign) {
        assertThat(of(FormSensor.SCRIPT, text)).contains(script);
        assertThat(of(FormSensor.NON_LATIN, text)).contains(foreign);
    }

    @Test
    void aTextWithoutLettersHasNoScript() {
        assertThat(of(FormSensor.SCRIPT, "1 + 2")).isEmpty();
    }

    @Property
    void itEmitsOnlyTheSignalsItDeclares(@ForAll String text) {
        var known = Signals.of(TextSensor.TEXT.of(text));
        for (var signal : new FormSensor().sense(Cases.received(text), known)) {
            assertThat(FormSensor.KEYS).contains(signal.key());
        }
    }
}
