package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.CHECKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.standard.check.Check;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChecksTest {
    /// Answers on which parts have been seen to fail.
    static final java.util.List<String> HOSTILE = java.util.List.of(
            "",
            " \n\t\u200b",
            "\ud83d",
            "\u0000\u0001\u001b[31m",
            "```",
            "```python\n" + "(".repeat(40_000) + "\n```",
            "```\n".repeat(20_000),
            "({[<\"".repeat(20_000),
            "{\"a\":".repeat(5_000),
            "[1,".repeat(50_000),
            "1 + ".repeat(20_000) + "1 = 2",
            "1 = ".repeat(20_000),
            "9".repeat(50_000),
            "a@".repeat(50_000),
            "A ".repeat(50_000),
            "| - ".repeat(30_000),
            "$".repeat(50_000),
            "`".repeat(50_000),
            "\\(".repeat(30_000),
            "+1 ".repeat(20_000),
            "DE89 3704 ".repeat(10_000),
            "I'm sorry, ".repeat(10_000),
            "日本語の文。".repeat(10_000),
            ". ".repeat(50_000),
            " ".repeat(50_000) + "x",
            "\n".repeat(50_000) + "x",
            "\t \r\n".repeat(20_000) + "x",
            "```python\n" + " ".repeat(50_000) + "x",
            "```python\n" + "x = 1\n \n".repeat(10_000),
            "1,".repeat(30_000),
            "1.1".repeat(20_000),
            "a.b-".repeat(20_000),
            "[1](".repeat(20_000),
            "<tool_call>".repeat(8_000),
            ">>> f(1)\n".repeat(8_000),
            "assert f(1) == 1\n".repeat(4_000),
            "in 1 word, ".repeat(8_000),
            "at most 5 words ".repeat(8_000));

    @Test
    void allAreAllButThoseThatRunCode() {
        assertThat(CHECKS.all())
                .extracting(Check::name)
                .startsWith("empty", "truncated", "refusal")
                .doesNotContain("visible_test")
                .hasSize(CHECKS.names().size() - 1);
        assertThat(CHECKS.all()).noneMatch(Check::waits);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> CHECKS.named("scheme"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no check `scheme`; did you mean `schema`?");
        assertThatThrownBy(() -> CHECKS.named("zzz")).hasMessageContaining("there are empty, truncated");
    }

    @ParameterizedTest(name = "answer {index}")
    @FieldSource("HOSTILE")
    void noAnswerShakesACheck(String answer) {
        var words = "Answer in German, as JSON with sources, in a table, in at most five words, with only the code.";
        for (var request : java.util.List.of(Cases.asking(words), Cases.asking(words, Format.JSON))) {
            for (var check : CHECKS.all()) {
                var found = Cases.find(check, request, Cases.answer(answer));
                assertThat(found.check()).isEqualTo(check.name());
                assertThat(found.verdict() == Verdict.PASS)
                        .isEqualTo(found.evidence().isEmpty());
                assertThat(found.evidence()).hasSizeLessThanOrEqualTo(Finding.EVIDENCE_CHARS_MAX);
            }
        }
    }

    @ParameterizedTest(name = "prompt {index}")
    @FieldSource("HOSTILE")
    void noPromptShakesACheck(String prompt) {
        var answer = Cases.answer("The answer is 2 + 2 = 4, says Ada Lovelace.");
        for (var check : CHECKS.all()) {
            var found = Cases.find(check, Cases.asking(prompt), answer);
            assertThat(found.check()).isEqualTo(check.name());
        }
    }

    @Test
    void aPlainAnswerToAPlainQuestionFailsNothing() {
        var found = CHECKS.all().stream()
                .map(check -> Cases.find(
                        check,
                        Cases.asking("Why is the sky blue? I have wondered about that since I was a small child."),
                        Cases.answer("Air scatters blue light more than red light, since its wavelength is shorter.")));
        assertThat(found).noneMatch(Finding::failed);
        assertThat(Stream.of("empty", "truncated", "refusal", "language", "pii_leak")
                        .map(name -> Cases.find(
                                name,
                                "Why is the sky blue? I have wondered about that since I was a small child.",
                                "Air scatters blue light more than red light, since its wavelength is shorter.")))
                .allMatch(finding -> finding.verdict() == Verdict.PASS);
    }
}
