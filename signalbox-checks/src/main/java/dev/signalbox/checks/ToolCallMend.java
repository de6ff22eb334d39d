package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.checks.ToolChoice.Mode;
import dev.signalbox.run.AutoFix;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Makes real calls of those that a model wrote into its text ([WrittenCalls]), where they are exact: each names a tool
/// that was offered, its arguments follow the tool's schema, and nothing cut the answer off. Nothing is guessed: a tool
/// may do things in the world.
public final class ToolCallMend implements AutoFix {
    private final OfferedTools tools = new OfferedTools(new Schemas());

    @Override
    public Optional<Answer> mend(Request request, Answer answer, List<Finding> findings) {
        var choice = ToolChoice.of(request);
        var first = answer.choices().getFirst();
        boolean asked = findings.stream().anyMatch(ToolCallMend::isOfTools);
        boolean whole = first.finish() == Finish.DONE || first.finish() == Finish.TOOLS;
        if (!asked || !whole || !first.toolCalls().isEmpty() || choice.mode() == Mode.MUST_NOT) return Optional.empty();
        return WrittenCalls.in(first.text()).flatMap(written -> {
            var calls = calls(request, choice, written.calls());
            return calls.isEmpty() ? Optional.empty() : Optional.of(calling(answer, written.rest(), calls));
        });
    }

    private static boolean isOfTools(Finding finding) {
        return finding.failed() && finding.reason() == Reason.TOOL_ARGUMENTS;
    }

    /// Empty where one of them is not exact.
    private List<ToolCall> calls(Request request, ToolChoice choice, List<WrittenCalls.WrittenCall> written) {
        var calls = new ArrayList<ToolCall>();
        for (var each : written) {
            // Unique in the conversation, since the request's id is.
            var id = "call_%s_%d".formatted(request.id(), calls.size());
            var call = arguments(request, each).map(arguments -> new ToolCall(id, each.name(), arguments));
            if (call.isEmpty()
                    || choice.name().filter(name -> !name.equals(each.name())).isPresent()
                    || !(tools.of(request, call.get()) instanceof OfferedTools.Outcome.Fits)) return List.of();
            calls.add(call.get());
        }
        return calls;
    }

    /// Values that were written without their types get those that the schema says.
    private static Optional<String> arguments(Request request, WrittenCalls.WrittenCall call) {
        var tool = OfferedTools.named(request, call.name());
        if (call.typed() || tool.isEmpty()) return Optional.of(call.arguments());
        var properties = OfferedTools.schema(tool.get())
                .map(schema -> schema.path("properties"))
                .orElseGet(JsonText.MAPPER::missingNode);
        var typed = JsonText.MAPPER.createObjectNode();
        for (var argument : JsonText.MAPPER.readTree(call.arguments()).properties()) {
            var text = argument.getValue().asString();
            if (takesText(properties.path(argument.getKey()))) {
                typed.put(argument.getKey(), text);
            } else if (JsonText.read(text.strip()) instanceof JsonText.Read.Value(var value)) {
                typed.set(argument.getKey(), value);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(typed.toString());
    }

    private static boolean takesText(JsonNode schema) {
        var type = schema.path("type");
        return type.isMissingNode() || type.asString("").equals("string");
    }

    private static Answer calling(Answer answer, String text, List<ToolCall> calls) {
        var choices = new ArrayList<>(answer.choices());
        var first = choices.getFirst();
        choices.set(0, new Answer.Choice(first.index(), text, calls, Finish.TOOLS, first.reasoning()));
        return new Answer(choices, answer.usage(), Optional.empty());
    }
}
