package dev.signalbox.chat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One turn of a conversation. `source` is the turn as the client wrote it; a turn that a plan made has none.
public record Message(
        Role role, List<Part> parts, List<ToolCall> toolCalls, Optional<String> toolCallId, Optional<Json> source) {
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    public Message {
        parts = List.copyOf(parts);
        toolCalls = List.copyOf(toolCalls);
    }

    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Part.Text(text)), List.of(), Optional.empty(), Optional.empty());
    }

    /// The text parts, a line each; empty where there are none.
    public String text() {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text)) return text;
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
