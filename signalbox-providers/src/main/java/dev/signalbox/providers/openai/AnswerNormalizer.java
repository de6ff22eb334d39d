package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes an answer, or an event of a stream, as OpenAI's own server would have written it, where a server's form is
/// odd. Everything behind it (the client, checks, caches, the journal) sees this form alone. An ordinary answer never
/// comes here: [AnswerReader] tells which ones are odd.
///
/// What is set right: tool calls without a usable index, with a repeated one, or with arguments that are not a string;
/// a `message` in the place of a stream's `delta`; a last event that repeats what was said; usage inside a choice; an
/// empty `error` beside choices; a choice of a whole answer without a reason to finish. Unknown fields stay.
///
/// Confined to one call.
final class AnswerNormalizer {
    private static final JsonMapper MAPPER = new JsonMapper(AnswerReader.JSON);
    /// A repetition shorter than this may be a model's own words.
    private static final int REPEATED_CHARS_MIN = 16;

    private final AnswerAssembly assembly;
    private final boolean streaming;
    private final Map<Integer, ToolCallOrder> orders = new HashMap<>();

    /// @param assembly what the answer was so far
    /// @param streaming whether it comes in events
    AnswerNormalizer(AnswerAssembly assembly, boolean streaming) {
        this.assembly = assembly;
        this.streaming = streaming;
    }

    /// Whether the tool calls of an event go on as OpenAI's would. Takes note of them where they do.
    boolean follows(AnswerReader.ReadAnswer readAnswer) {
        if (!streaming) return true;
        for (var delta : readAnswer.deltas()) {
            if (!delta.toolCalls().isEmpty() && !order(delta.choice()).follows(delta.toolCalls())) return false;
        }
        return true;
    }

    /// Whether an event ends a choice with words that were all said before.
    boolean repeats(AnswerReader.ReadAnswer readAnswer) {
        if (!streaming) return false;
        for (var delta : readAnswer.deltas()) {
            if (delta.finish().isPresent() && isRepeated(delta.choice(), delta.text())) return true;
        }
        return false;
    }

    /// The normal form.
    ///
    /// @param json a JSON object
    Json normal(Json json) {
        if (!(MAPPER.readTree(json.array(), json.offset(), json.length()) instanceof ObjectNode root)) return json;
        if (root.get("choices") instanceof ArrayNode choices) {
            root.remove("error");
            for (int i = 0; i < choices.size(); i++) {
                if (choices.get(i) instanceof ObjectNode choice) choice(i, choice, root);
            }
        }
        // Usage without a count would be read as usage of nothing.
        if (root.has("usage") && !says(root.get("usage"))) root.remove("usage");
        return Json.of(MAPPER.writeValueAsBytes(root));
    }

    private static boolean says(JsonNode usage) {
        if (!usage.isObject()) return false;
        try (var parser = AnswerReader.JSON.createParser(ObjectReadContext.empty(), MAPPER.writeValueAsBytes(usage))) {
            parser.nextToken();
            return ReportedUsage.read(parser).says();
        }
    }

    private void choice(int position, ObjectNode choice, ObjectNode root) {
        int index =
                choice.path("index").isIntegralNumber() ? choice.path("index").asInt(position) : position;
        choice.put("index", index);
        if (choice.get("usage") instanceof ObjectNode used) {
            choice.remove("usage");
            if (!says(root.path("usage"))) root.set("usage", used);
        }
        choice.remove("error");
        var said = said(choice);
        if (said == null) return;
        if (said.get("tool_calls") instanceof ArrayNode calls) {
            var normal = streaming
                    ? order(index).normal(calls)
                    : ToolCallOrder.whole(calls, assembly.requestId() + "_" + index);
            if (normal.isEmpty()) said.remove("tool_calls");
            else said.set("tool_calls", normal);
        }
        if (streaming) leaveOutWhatWasSaid(index, said, choice);
        else if (choice.path("finish_reason").asString("").isEmpty()) {
            choice.put("finish_reason", said.path("tool_calls").isEmpty() ? "stop" : "tool_calls");
        }
    }

    /// What the choice says: under `delta` in a stream, else under `message`.
    private @Nullable ObjectNode said(ObjectNode choice) {
        var wanted = streaming ? "delta" : "message";
        var other = streaming ? "message" : "delta";
        if (choice.get(other) instanceof ObjectNode given) {
            choice.remove(other);
            if (!(choice.get(wanted) instanceof ObjectNode there) || there.isEmpty()) choice.set(wanted, given);
        }
        return choice.get(wanted) instanceof ObjectNode said ? said : null;
    }

    /// A last event may hold the whole message once more: only what is new of it goes on.
    private void leaveOutWhatWasSaid(int index, ObjectNode said, ObjectNode choice) {
        var text = said.path("content").asString("");
        boolean last = !choice.path("finish_reason").asString("").isEmpty();
        if (text.isEmpty() || !last) return;
        var before = assembly.text(index);
        if (isRepeated(index, text)) said.put("content", text.substring(before.length()));
    }

    private boolean isRepeated(int index, String text) {
        var before = assembly.text(index);
        return before.length() >= REPEATED_CHARS_MIN
                && text.length() >= before.length()
                && text.startsWith(before.toString());
    }

    private ToolCallOrder order(int choice) {
        return orders.computeIfAbsent(choice, _ -> new ToolCallOrder(assembly.requestId() + "_" + choice));
    }

    /// A value that should be a string of JSON, as one: servers send objects, numbers and nothing, too.
    static String arguments(JsonNode value) {
        if (value.isString()) return value.asString();
        if (value.isMissingNode() || value.isNull()) return "";
        return MAPPER.writeValueAsString(value);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// Whether a text is one whole JSON value.
    static boolean isWholeJson(String text) {
        if (text.isBlank()) return false;
        try {
            return !MAPPER.readTree(text).isMissingNode();
        } catch (JacksonException open) {
            return false;
        }
    }
}
