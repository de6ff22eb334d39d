package dev.signalbox.standard.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainedTest {
    private static final String ASK = "Refactor this class and explain why each change improves testability.";
    private static final String CODE = "```java\nclass A {}\n```\n";
    private final Explained check = new Explained();

    private Finding found(String ask, String answer) {
        return check.of(Request.of("r", "auto", ask, Instant.MAX), Answer.of(answer, Usage.NONE), Signals.NONE);
    }

    private Verdict verdict(String answer) {
        return found(ASK, answer).verdict();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Explain briefly why each change helps.",
                "Give a reason for each step.",
                "justify every assumption",
                "List them, explaining why every one matters."
            })
    void aReasonForEachCanBeAskedInManyWords(String ask) {
        assertThat(found(ask, "- One.").verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whereNoReasonWasAskedForItCannotTell() {
        assertThat(found("Explain monads to each of us.", "- One.").verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void everyListedChangeNeedsAReason() {
        assertThat(verdict(CODE + "- The clock is handed in, so that a test can stop it.\n"
                        + "- No `new` inside:\n  a fake can be passed.\n"))
                .isEqualTo(Verdict.PASS);
        var shallow =
                found(ASK, CODE + "1. The clock is handed in because tests need to stop it.\n2. Removed `new`.\n");
        assertThat(shallow.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(shallow.evidence()).isEqualTo("1 of 2 have no reason: 2. Removed `new`.");
    }

    @Test
    void withoutAListTheProseNeedsOne() {
        assertThat(verdict("I used dependency injection.\n" + CODE)).isEqualTo(Verdict.FAIL);
        assertThat(verdict("Injection helps because fakes take the place of the database."))
                .isEqualTo(Verdict.PASS);
        assertThat(verdict(CODE)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aPartThatIsCodeHasNothingToExplain() {
        var code = check.of(
                Request.of("r", "auto", ASK, Instant.MAX),
                Answer.of(CODE, Usage.NONE),
                Signals.of(Finding.PART.of("code")));
        assertThat(code.verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
