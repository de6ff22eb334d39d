package dev.signalbox.checks;

import static dev.signalbox.checks.Cases.answer;
import static dev.signalbox.checks.Cases.asking;
import static dev.signalbox.checks.Cases.find;
import static dev.signalbox.checks.Cases.isA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding.Verdict;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MendsTest {
    private static final Request JSON = asking("Go", Format.JSON);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    Here it is: {"a": 1} Enjoy!          | {"a":1}
                    {"a": 1,}                            | {"a":1}
                    {a: 'b'}                             | {"a":"b"}
                    {"a": True, "b": None}               | {"a":true,"b":null}
                    {"a": "True", // yes                 | {"a":"True"}
                    {"a": [1, 2                          | {"a":[1,2]}
                    {"a": "b                             | {"a":"b"}
                    {"a": 1, "b                          | {"a":1}
                    {"a": 1, "b":                        | {"a":1}
                    [1, 2, tru                           | [1,2]
                    Use [this]: {"a": {"b": "}"}}        | {"a":{"b":"}"}}
                    """)
    void sloppyJsonIsWrittenAgain(String sloppy, String mended) {
        assertThat(mend("json", JSON, answer(sloppy)).orElseThrow().text()).isEqualTo(mended);
    }

    @Test
    void aFenceAroundJsonIsTakenOff() {
        assertThat(mend("json", JSON, answer("Sure!\n```json\n{\"a\": 1}\n```\n"))
                        .orElseThrow()
                        .text())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void whatIsNoJsonIsNotMended() {
        assertThat(mend("json", JSON, answer("I do not know."))).isEmpty();
        assertThat(mend("json", JSON, answer("("))).isEmpty();
        assertThat(mend("json", JSON, answer("{".repeat(100_000)))).isEmpty();
    }

    @Property
    void jsonThatWasCutAnywhereIsJsonAgainOrIsLeftAlone(
            @ForAll @Size(max = 5) List<@StringLength(max = 6) String> words, @ForAll int cut) {
        var whole = JsonText.MAPPER.writeValueAsString(java.util.Map.of("a", 1, "words", words));
        var broken = answer(whole.substring(0, 1 + Math.floorMod(cut, whole.length() - 1)));
        mend("json", JSON, broken).ifPresent(mended -> isA(Verdict.PASS, find("json", JSON, mended)));
    }

    @Test
    void codeIsTakenOutOfItsSentences() {
        var request = asking("Return only the code.");
        var mended = mend("format", request, answer("Here:\n```python\nx = 1\n```\nIt sets x."))
                .orElseThrow();
        assertThat(mended.text()).isEqualTo("```python\nx = 1\n```");
        isA(Verdict.PASS, find("format", request, mended));
    }

    @Test
    void anOpenBlockIsClosedWhereTheModelWasDone() {
        var mended =
                mend("truncated", asking("?"), answer("So:\n````java\nint x;")).orElseThrow();
        assertThat(mended.text()).isEqualTo("So:\n````java\nint x;\n````");
        isA(Verdict.PASS, find("truncated", asking("?"), mended));
        assertThat(mend("truncated", asking("?"), answer("```java\nint x", Finish.LENGTH)))
                .isEmpty();
    }

    /// What the first mend that can makes of an answer that fails the check.
    private static Optional<Answer> mend(String check, Request request, Answer answer) {
        var findings = List.of(find(check, request, answer));
        return Checks.mends().stream()
                .flatMap(autoFix -> autoFix.mend(request, answer, findings).stream())
                .findFirst();
    }
}
