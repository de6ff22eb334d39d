package dev.signalbox.gateway.openai;

import dev.signalbox.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/// What a provider's chunk has where conformance looks, found in one pass over its bytes, so that a chunk in order can
/// go on as it came.
///
/// @param created -1 where it is missing
/// @param oneLine whether the bytes fit the one `data:` line of an event
/// @param choices absent where there is no array of them
record ChunkFacts(
        String id,
        String object,
        long created,
        String model,
        boolean usage,
        boolean oneLine,
        Optional<List<ChoiceFacts>> choices) {
    private static final JsonFactory JSON = new JsonFactory();

    /// @param inOrder whether index, delta and finish_reason are there and of their types
    /// @param finished whether a reason to finish is given
    /// @param contentAt where in the bytes the content begins, where it is a string; else -1
    record ChoiceFacts(
            int index, boolean inOrder, boolean role, boolean finished, List<ToolFacts> tools, int contentAt) {}

    /// Where the content of the only choice begins, where it says nothing else than that; else -1.
    int soleContentAt() {
        if (choices.isEmpty() || choices.get().size() != 1) return -1;
        var choice = choices.get().getFirst();
        return choice.role() || choice.finished() || !choice.tools().isEmpty() ? -1 : choice.contentAt();
    }

    /// @param index -1 where it is missing
    /// @param named whether id, type and name are all there
    /// @param bare whether none of them is there
    record ToolFacts(int index, boolean named, boolean bare, boolean arguments) {}

    /// Empty where the bytes are not one JSON object.
    static Optional<ChunkFacts> of(Json json) {
        try (var parser = JSON.createParser(json.array(), json.offset(), json.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            var facts = chunk(parser, json);
            return parser.nextToken() == null ? Optional.of(facts) : Optional.empty();
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    private static ChunkFacts chunk(JsonParser parser, Json json) {
        var id = "";
        var object = "";
        var model = "";
        long created = -1;
        var usage = false;
        var choices = Optional.<List<ChoiceFacts>>empty();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var token = parser.nextToken();
            switch (name) {
                case "id" -> id = string(parser);
                case "object" -> object = string(parser);
                case "model" -> model = string(parser);
                case "created" -> created = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
                case "usage" -> usage = token != JsonToken.VALUE_NULL;
                case "choices" -> {
                    if (token == JsonToken.START_ARRAY) choices = Optional.of(choices(parser));
                }
                default -> {}
            }
            // A no-op after scalars and closed containers; else the value was of no use.
            parser.skipChildren();
        }
        return new ChunkFacts(id, object, created, model, usage, oneLine(json), choices);
    }

    private static List<ChoiceFacts> choices(JsonParser parser) {
        var choices = new ArrayList<ChoiceFacts>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) choices.add(choice(parser));
            else {
                parser.skipChildren();
                choices.add(new ChoiceFacts(0, false, false, false, List.of(), -1));
            }
        }
        return choices;
    }

    private static ChoiceFacts choice(JsonParser parser) {
        int index = -1;
        var delta = false;
        var reason = false;
        var finished = false;
        @Nullable Delta said = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var token = parser.nextToken();
            switch (name) {
                case "index" -> index = token == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                case "finish_reason" -> {
                    finished = !string(parser).isEmpty();
                    reason = finished || token == JsonToken.VALUE_NULL;
                }
                case "delta" -> {
                    delta = token == JsonToken.START_OBJECT;
                    if (delta) said = delta(parser);
                }
                default -> {}
            }
            parser.skipChildren();
        }
        var tools = said == null ? List.<ToolFacts>of() : said.tools();
        int contentAt = said == null ? -1 : said.contentAt();
        return new ChoiceFacts(
                index, index >= 0 && delta && reason, said != null && said.role(), finished, tools, contentAt);
    }

    private record Delta(boolean role, List<ToolFacts> tools, int contentAt) {}

    private static Delta delta(JsonParser parser) {
        var role = false;
        var tools = List.<ToolFacts>of();
        int contentAt = -1;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var token = parser.nextToken();
            if (name.equals("role")) role = true;
            else if (name.equals("content") && token == JsonToken.VALUE_STRING)
                contentAt = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            else if (name.equals("tool_calls") && token == JsonToken.START_ARRAY) tools = tools(parser);
            parser.skipChildren();
        }
        return new Delta(role, tools, contentAt);
    }

    private static List<ToolFacts> tools(JsonParser parser) {
        var tools = new ArrayList<ToolFacts>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) tools.add(tool(parser));
            else {
                parser.skipChildren();
                tools.add(new ToolFacts(-1, false, false, false));
            }
        }
        return tools;
    }

    private static ToolFacts tool(JsonParser parser) {
        int index = -1;
        int given = 0;
        int named = 0;
        var arguments = false;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var token = parser.nextToken();
            switch (name) {
                case "index" -> index = token == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                case "id", "type" -> {
                    given++;
                    if (!string(parser).isEmpty()) named++;
                }
                case "function" -> {
                    if (token != JsonToken.START_OBJECT) break;
                    for (var inner = parser.nextName(); inner != null; inner = parser.nextName()) {
                        var value = parser.nextToken();
                        if (inner.equals("arguments")) arguments = value == JsonToken.VALUE_STRING;
                        else if (inner.equals("name")) {
                            given++;
                            if (!string(parser).isEmpty()) named++;
                        }
                        parser.skipChildren();
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
        return new ToolFacts(index, named == 3, given == 0, arguments);
    }

    private static String string(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    private static boolean oneLine(Json json) {
        var bytes = json.array();
        for (int i = json.offset(); i < json.offset() + json.length(); i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') return false;
        }
        return true;
    }
}
