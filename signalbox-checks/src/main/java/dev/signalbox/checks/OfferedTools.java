package dev.signalbox.checks;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The tools that a request offers, and how a call stands to them: by its name and by its arguments' schema
/// (`function.parameters` of OpenAI's dialect, `input_schema` of Anthropic's).
record OfferedTools(Schemas schemas) {
    /// How a call stands to what was offered.
    sealed interface Outcome {
        record Fits() implements Outcome {}

        record NotOffered() implements Outcome {}

        /// @param how what is wrong with the arguments
        record WrongArguments(String how) implements Outcome {}

        /// Nobody can tell, because the tool's schema itself is wrong or too hard.
        record UnclearTool(String why) implements Outcome {}
    }

    static boolean areNone(Request request) {
        return request.tools().isEmpty();
    }

    static Optional<Tool> named(Request request, String name) {
        return request.tools().stream()
                .filter(offered -> offered.name().equals(name))
                .findFirst();
    }

    Outcome of(Request request, ToolCall call) {
        var tool = named(request, call.name());
        if (tool.isEmpty()) return new Outcome.NotOffered();
        // Some models leave the arguments of a tool that takes none empty.
        var arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        return switch (JsonText.read(arguments)) {
            case JsonText.Read.InvalidJson wrong -> new Outcome.WrongArguments("the arguments are no JSON: " + wrong);
            case JsonText.Read.Value(var value)
            when !value.isObject() -> new Outcome.WrongArguments("expected an object, got " + JsonText.type(value));
            case JsonText.Read.Value(var value) -> follows(tool.get(), value);
        };
    }

    private Outcome follows(Tool tool, JsonNode arguments) {
        var schema = schema(tool);
        if (schema.isEmpty()) return new Outcome.Fits();
        return switch (schemas.check(Json.of(schema.get().toString()), arguments)) {
            case Schemas.Outcome.Follows() -> new Outcome.Fits();
            case Schemas.Outcome.Departs(var violations) -> new Outcome.WrongArguments(violations);
            case Schemas.Outcome.UnclearSchema(var why) -> new Outcome.UnclearTool(why);
        };
    }

    static Optional<JsonNode> schema(Tool tool) {
        if (!(JsonText.read(tool.definition().toString()) instanceof JsonText.Read.Value(var definition))) {
            return Optional.empty();
        }
        for (var at : new String[] {"/function/parameters", "/input_schema", "/parameters"}) {
            var schema = definition.at(at);
            if (schema.isObject()) return Optional.of(schema);
        }
        return Optional.empty();
    }
}
