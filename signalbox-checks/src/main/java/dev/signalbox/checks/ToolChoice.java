package dev.signalbox.checks;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a request says of calling tools: `tool_choice` in OpenAI's, Mistral's and Anthropic's forms.
///
/// @param mode whether one may, must or must not be called
/// @param name the tool that must be called, where it is a certain one
record ToolChoice(Mode mode, Optional<String> name) {
    enum Mode {
        MAY,
        MUST,
        MUST_NOT
    }

    private static final ToolChoice AUTO = new ToolChoice(Mode.MAY, Optional.empty());

    static ToolChoice of(Request request) {
        var field = Optional.ofNullable(request.fields().get("tool_choice"))
                .or(() -> Optional.ofNullable(request.fields().get("function_call")));
        return field.flatMap(ToolChoice::node).map(ToolChoice::of).orElse(AUTO);
    }

    private static Optional<JsonNode> node(Json json) {
        return JsonText.read(json.toString()) instanceof JsonText.Read.Value(var node)
                ? Optional.of(node)
                : Optional.empty();
    }

    private static ToolChoice of(JsonNode choice) {
        if (choice.isString()) return new ToolChoice(mode(choice.stringValue()), Optional.empty());
        for (var at : new String[] {"/function/name", "/name", "/custom/name"}) {
            if (choice.at(at).isString()) {
                return new ToolChoice(Mode.MUST, Optional.of(choice.at(at).stringValue()));
            }
        }
        var mode = choice.at("/allowed_tools/mode").asString(choice.path("mode").asString(""));
        return new ToolChoice(mode(mode.isEmpty() ? choice.path("type").asString("") : mode), Optional.empty());
    }

    private static Mode mode(String word) {
        return switch (word) {
            case "required", "any" -> Mode.MUST;
            case "none" -> Mode.MUST_NOT;
            default -> Mode.MAY;
        };
    }
}
