package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Finding.Verdict;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.Optional;

/// An answer calls tools that were offered, with arguments that follow the tool's schema (`function.parameters` of
/// OpenAI's dialect, `input_schema` of Anthropic's).
final class ToolArgumentsCheck implements Check {
    private final Schemas schemas;

    ToolArgumentsCheck(Schemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public String name() {
        return "tool_arguments";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var calls = answer.choices().getFirst().toolCalls();
        if (calls.isEmpty()) return unknown("no tool is called");
        var found = Finding.pass(name(), Reason.TOOL_ARGUMENTS);
        for (var call : calls) {
            var one = of(request, call);
            if (one.failed()) return one;
            if (one.verdict() == Verdict.UNKNOWN) found = one;
        }
        return found;
    }

    private Finding of(Request request, ToolCall call) {
        var tool = request.tools().stream()
                .filter(offered -> offered.name().equals(call.name()))
                .findFirst();
        if (tool.isEmpty()) {
            var names = request.tools().stream().map(Tool::name).toList();
            return Finding.fail(
                    name(), Reason.UNKNOWN_TOOL, "`%s` was not offered; there are %s".formatted(call.name(), names));
        }
        // Some models leave the arguments of a tool that takes none empty.
        var arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        return switch (JsonText.read(arguments)) {
            case JsonText.Read.Wrong wrong -> failed(call, "the arguments are no JSON: " + wrong);
            case JsonText.Read.Value(var value)
            when !value.isObject() -> failed(call, "expected an object, got " + JsonText.type(value));
            case JsonText.Read.Value(var value) ->
                switch (schema(tool.get())
                        .map(schema -> schemas.check(schema, value))
                        .orElseGet(Schemas.Outcome.Follows::new)) {
                    case Schemas.Outcome.Follows() -> Finding.pass(name(), Reason.TOOL_ARGUMENTS);
                    case Schemas.Outcome.Departs(var violations) -> failed(call, violations);
                    case Schemas.Outcome.Unclear(var why) ->
                        unknown("the schema of tool `%s` cannot be used: %s".formatted(call.name(), why));
                };
        };
    }

    private static Optional<Json> schema(Tool tool) {
        if (!(JsonText.read(tool.definition().toString()) instanceof JsonText.Read.Value(var definition))) {
            return Optional.empty();
        }
        for (var at : new String[] {"/function/parameters", "/input_schema", "/parameters"}) {
            var schema = definition.at(at);
            if (schema.isObject()) return Optional.of(Json.of(schema.toString()));
        }
        return Optional.empty();
    }

    private Finding failed(ToolCall call, String evidence) {
        return Finding.fail(name(), Reason.TOOL_ARGUMENTS, "`%s`: %s".formatted(call.name(), evidence));
    }

    private Finding unknown(String why) {
        return Finding.unknown(name(), Reason.TOOL_ARGUMENTS, why);
    }
}
