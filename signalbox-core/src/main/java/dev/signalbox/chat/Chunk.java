package dev.signalbox.chat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A piece of an answer while it is being said. `body` is the provider's event as it came.
public record Chunk(List<Delta> deltas, Optional<Usage> usage, Optional<Request.Body> body) {
    public Chunk {
        deltas = List.copyOf(deltas);
    }

    public static Chunk text(String text) {
        return new Chunk(List.of(new Delta(0, text, List.of(), Optional.empty())), Optional.empty(), Optional.empty());
    }

    public static Chunk finish(Finish finish) {
        return new Chunk(List.of(new Delta(0, "", List.of(), Optional.of(finish))), Optional.empty(), Optional.empty());
    }

    /// What a chunk adds to one choice.
    ///
    /// @param logProbability how sure the model was of it: its tokens' mean natural log-probability; empty
    ///     where the provider was not asked or does not tell
    /// @param reasoning what the model thought and did not say; most often empty
    public record Delta(
            int choice,
            String text,
            List<ToolCallDelta> toolCalls,
            Optional<Finish> finish,
            OptionalDouble logProbability,
            String reasoning) {
        public Delta {
            toolCalls = List.copyOf(toolCalls);
        }

        public Delta(
                int choice,
                String text,
                List<ToolCallDelta> toolCalls,
                Optional<Finish> finish,
                OptionalDouble logProbability) {
            this(choice, text, toolCalls, finish, logProbability, "");
        }

        public Delta(int choice, String text, List<ToolCallDelta> toolCalls, Optional<Finish> finish) {
            this(choice, text, toolCalls, finish, OptionalDouble.empty());
        }
    }

    /// What a chunk adds to one tool call: the first names it, the later ones lengthen its arguments.
    public record ToolCallDelta(int index, Optional<String> id, Optional<String> name, String arguments) {}
}
