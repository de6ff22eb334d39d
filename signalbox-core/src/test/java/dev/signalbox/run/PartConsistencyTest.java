package dev.signalbox.run;

import static dev.signalbox.CoreFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Usage;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartConsistencyTest {
    private static Map<String, Finding> misfits(String text) {
        return PartConsistency.of(AnswerParts.of(Answer.of(text, Usage.NONE)), request("auto"));
    }

    private static final String CODE = "```java\nclass OrderService { void sendMail() {} }\n```\n";

    @Test
    void whatProseNamesMustBeInTheCode() {
        assertThat(misfits(CODE + "`OrderService.sendMail()` needs no `null`, `final` or `Mockito`."))
                .isEmpty();
        assertThat(misfits(CODE + "`orderRepository` is handed in."))
                .hasEntrySatisfying(
                        "prose 1", misfit -> assertThat(misfit.reason()).isEqualTo(Reason.INCONSISTENT));
        assertThat(misfits(CODE + "It calls `start(now)`.").values())
                .extracting(Finding::evidence)
                .containsExactly("`start` is not in the code");
    }

    @Test
    void proseWithoutCodeMayNameAnything() {
        assertThat(misfits("`orderRepository` is handed in.")).isEmpty();
    }

    @Test
    void allProseIsInOneScript() {
        assertThat(misfits("A word.\n" + CODE + "Потому что так проще."))
                .hasEntrySatisfying(
                        "prose 2", misfit -> assertThat(misfit.reason()).isEqualTo(Reason.LANGUAGE));
    }
}
