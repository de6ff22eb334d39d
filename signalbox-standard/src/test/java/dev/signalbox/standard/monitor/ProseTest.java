package dev.signalbox.standard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProseTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    "one two",                              "one two"
                    "so \\(T_f\\) is",                      "so  is"
                    "so \\[ x = \\frac{a}{b} \\] is",       "so  is"
                    "so $$x = y$$ is",                      "so $ is"
                    "it costs $5, or $6",                   "it costs $5, or $6"
                    "\\textbf{bold}",                       "textbf{bold}"
                    "run `ls` now",                         "run ls now"
                    """)
    void readsWhatIsNeitherCodeNorFormula(String answer, String prose) {
        assertThat(read(answer)).isEqualTo(prose);
    }

    @Test
    void passesOverFencedCode() {
        assertThat(read("before\n```java\nint a;\n```\nafter")).isEqualTo("before\n\nafter");
    }

    @Test
    void aFormulaThatNeverEndsWasNone() {
        var text = "a regular expression such as \\( is " + "no formula ".repeat(60);
        assertThat(read(text)).hasSizeGreaterThan(100).endsWith("no formula ");
    }

    private static String read(String answer) {
        var prose = new Prose();
        var read = new StringBuilder();
        for (char c : answer.toCharArray()) if (prose.reads(c)) read.append(c);
        return read.toString();
    }
}
