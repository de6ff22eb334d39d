package dev.signalbox.learning.method.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisedChoiceTest {
    private static final List<String> IDS = List.of("gpt-4", "gpt-4-mini", "meta/llama-3.1");

    @Test
    void theLineThatWasAskedForIsTakenAtItsWord() {
        assertThat(AdvisedChoice.of(
                        "{\"expert_id\": \"gpt-4-mini\", \"confidence\": 0.8, \"reason\": \"easy\"}\n", IDS))
                .contains(new AdvisedChoice("gpt-4-mini", 0.8, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"confidence\": 1.7", ", \"confidence\": \"high\"", ", \"confidence\": null"})
    void aConfidenceThatCannotBeIsTheMiddle(String confidence) {
        assertThat(AdvisedChoice.of("{\"expert_id\": \"gpt-4\"" + confidence + "}", IDS))
                .contains(new AdvisedChoice("gpt-4", 0.5, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n{\"expert_id\": \"gpt-4\", \"confidence\": 0.9}\n```",
                "Sure! {\"expert_id\": \"gpt-4\", \"reason\": \"harder than gpt-4-mini can do\"}",
                "{\"expert_id\":\"gpt-4\",\"confidence\":0.9,\"reason\":\"cut o",
                "I would take gpt-4.",
                "**gpt-4**"
            })
    void whatStandsAroundItDoesNotHide(String reply) {
        assertThat(AdvisedChoice.of(reply, IDS)).contains(new AdvisedChoice("gpt-4", 0.5, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I cannot help with that.",
                "gpt-4 or gpt-4-mini",
                "{\"expert_id\": \"gpt-5\", \"reason\": \"better than gpt-4\"}",
                "so: {\"expert_id\": \"gpt-5\", \"reason\": \"better than gpt-4\"}",
                "{\"expert_id\": \"gpt-4\"} or {\"expert_id\": \"gpt-4-mini\"}",
                "{\"expert_id\": 4}",
                "[\"gpt-4\", \"gpt-4-mini\"]",
                "openai/gpt-4",
                "gpt-4.5",
                "llama-3.1"
            })
    void aReplyThatNamesNoneOrSeveralOrAnotherSaysNothing(String reply) {
        assertThat(AdvisedChoice.of(reply, IDS)).isEmpty();
    }
}
