package dev.signalbox.gateway.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a model once gave beside the text of its answer. Immutable.
///
/// @param reasoning sent as `reasoning_content`
/// @param toolCalls in their order
public record Additions(Optional<String> reasoning, List<RecordedToolCall> toolCalls) {
    static final Additions NONE = new Additions(Optional.empty(), List.of());

    /// A call of a tool.
    ///
    /// @param arguments JSON in a text, as the wire format has it
    public record RecordedToolCall(String id, String name, String arguments) {}

    public Additions {
        toolCalls = List.copyOf(toolCalls);
    }

    /// The fields `reasoning` (or `reasoning_content`) and `tool_calls` of a recorded answer, in the form of chat
    /// completions. Arguments may be an object too; a missing id is made up from the position.
    ///
    /// @throws JacksonException if a field is not of this form
    static Additions read(JsonNode answer) {
        var written = answer.path("reasoning").isString() ? answer.path("reasoning") : answer.path("reasoning_content");
        var reasoning = written.isMissingNode() || written.isNull()
                ? Optional.<String>empty()
                : Optional.of(written.stringValue()).filter(text -> !text.isEmpty());
        var calls = answer.path("tool_calls");
        if (calls.isMissingNode() || calls.isNull()) return new Additions(reasoning, List.of());
        var read = new ArrayList<RecordedToolCall>();
        for (var call : calls.asArray()) {
            var function = call.path("function");
            var arguments = function.path("arguments");
            read.add(new RecordedToolCall(
                    call.path("id").asString("call_" + read.size()),
                    function.path("name").stringValue(),
                    arguments.isString()
                            ? arguments.stringValue()
                            : arguments.isObject() ? arguments.toString() : "{}"));
        }
        return new Additions(reasoning, read);
    }

    Additions withoutToolCalls() {
        return new Additions(reasoning, List.of());
    }
}
