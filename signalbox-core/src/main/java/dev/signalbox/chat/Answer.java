package dev.signalbox.chat;

import java.util.List;
import java.util.Optional;

/// What a model said, what saying it used, and why it ended.
///
/// @param body the provider's whole reply as it came, where it came whole
/// @param confidence how sure the model was of its first choice, where the provider told
public record Answer(List<Choice> choices, Usage usage, Optional<Request.Body> body, Optional<Confidence> confidence) {
    public Answer {
        choices = List.copyOf(choices);
        if (choices.isEmpty()) throw new IllegalArgumentException("an answer needs at least one choice");
    }

    public Answer(List<Choice> choices, Usage usage, Optional<Request.Body> body) {
        this(choices, usage, body, Optional.empty());
    }

    public static Answer of(String text, Usage usage) {
        return new Answer(List.of(new Choice(0, text, List.of(), Finish.DONE)), usage, Optional.empty());
    }

    /// The text of the first choice.
    public String text() {
        return choices.getFirst().text();
    }

    /// Why the first choice ended.
    public Finish finish() {
        return choices.getFirst().finish();
    }

    /// One of the answers that were asked for with `n`.
    ///
    /// @param reasoning what the model thought and did not say, where the provider tells; most often empty
    public record Choice(int index, String text, List<ToolCall> toolCalls, Finish finish, String reasoning) {
        public Choice {
            toolCalls = List.copyOf(toolCalls);
        }

        public Choice(int index, String text, List<ToolCall> toolCalls, Finish finish) {
            this(index, text, toolCalls, finish, "");
        }
    }
}
