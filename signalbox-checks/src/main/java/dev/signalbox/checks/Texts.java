package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import java.util.ArrayList;
import java.util.Optional;

/// Answers with another text.
final class Texts {
    private Texts() {}

    /// The same answer with another text in its first choice. The provider's own reply no longer says what it says.
    static Answer instead(Answer answer, String text) {
        var choices = new ArrayList<>(answer.choices());
        var first = choices.getFirst();
        choices.set(0, new Answer.Choice(first.index(), text, first.toolCalls(), first.finish(), first.reasoning()));
        return new Answer(choices, answer.usage(), Optional.empty());
    }
}
