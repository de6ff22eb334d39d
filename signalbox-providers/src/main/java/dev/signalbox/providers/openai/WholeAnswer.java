package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Chunk;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Sink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Puts a stream's events together into the answer that the server would have given plainly, unknown fields included:
/// texts are joined, lists are appended, of everything else the last value counts. Who listens hears nothing before the
/// answer is whole; who pays overhears it. Confined to one call.
final class WholeAnswer implements Sink {
    private static final JsonMapper MAPPER = new JsonMapper(AnswerReader.JSON);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /// Its object says what it is, and each event says it again.
    private static final String OBJECT = "chat.completion";

    private final Sink listener;
    private final ObjectNode root = NODES.objectNode();
    private final Map<Integer, WholeChoice> choices = new TreeMap<>();

    WholeAnswer(Sink listener) {
        this.listener = listener;
        // From now on the listener knows all that is said.
        listener.overhear(new Chunk(List.of(), Optional.empty(), Optional.empty()));
    }

    /// A choice with its message put together.
    private static final class WholeChoice {
        final ObjectNode fields = NODES.objectNode();
        final ObjectNode message = NODES.objectNode();
        final Texts texts = new Texts();
    }

    /// The texts that grow, each beside the object that it belongs to.
    private static final class Texts {
        private final Map<String, StringBuilder> byPath = new TreeMap<>();

        void add(String path, String text) {
            byPath.computeIfAbsent(path, _ -> new StringBuilder()).append(text);
        }

        @Nullable
        StringBuilder at(String path) {
            return byPath.get(path);
        }
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public void headers(Map<String, String> headers) {
        listener.headers(headers);
    }

    @Override
    public void accept(Chunk chunk) {
        listener.overhear(chunk);
        chunk.body().map(Body::json).ifPresent(this::add);
    }

    private void add(Json json) {
        if (!(MAPPER.readTree(json.array(), json.offset(), json.length()) instanceof ObjectNode event)) return;
        event.properties().forEach(field -> {
            if (field.getKey().equals("choices")) {
                for (var node : field.getValue()) if (node instanceof ObjectNode choice) add(choice);
            } else if (!field.getValue().isNull() || !root.has(field.getKey())) {
                root.set(field.getKey(), field.getValue());
            }
        });
    }

    private void add(ObjectNode event) {
        int index = event.path("index")
                .asInt(choices.size() == 1 ? choices.keySet().iterator().next() : 0);
        var wholeChoice = choices.computeIfAbsent(index, _ -> new WholeChoice());
        event.properties().forEach(field -> {
            switch (field.getKey()) {
                case "delta" -> {
                    if (field.getValue() instanceof ObjectNode delta)
                        merge(wholeChoice.message, delta, "", wholeChoice.texts);
                }
                case "logprobs" -> {
                    if (!(field.getValue() instanceof ObjectNode more))
                        wholeChoice.fields.putIfAbsent("logprobs", NODES.nullNode());
                    else if (wholeChoice.fields.get("logprobs") instanceof ObjectNode before) append(before, more);
                    else wholeChoice.fields.set("logprobs", more);
                }
                default -> {
                    if (!field.getValue().isNull() || !wholeChoice.fields.has(field.getKey())) {
                        wholeChoice.fields.set(field.getKey(), field.getValue());
                    }
                }
            }
        });
    }

    /// Lists grow, everything else is replaced.
    private static void append(ObjectNode before, ObjectNode more) {
        more.properties().forEach(field -> {
            if (before.get(field.getKey()) instanceof ArrayNode list && field.getValue() instanceof ArrayNode further) {
                list.addAll(further);
            } else if (!field.getValue().isNull() || !before.has(field.getKey())) {
                before.set(field.getKey(), field.getValue());
            }
        });
    }

    /// Adds a delta to what was said: texts grow, but for those that name something.
    private static void merge(ObjectNode said, ObjectNode delta, String path, Texts texts) {
        delta.properties().forEach(field -> {
            var name = field.getKey();
            var inner = path + "/" + name;
            switch (field.getValue()) {
                case StringNode text
                when !isName(name) -> {
                    texts.add(inner, text.stringValue());
                    said.set(name, text);
                }
                case ObjectNode object -> {
                    if (!(said.get(name) instanceof ObjectNode)) said.set(name, NODES.objectNode());
                    merge((ObjectNode) said.get(name), object, inner, texts);
                }
                case ArrayNode list
                when name.equals("tool_calls") -> {
                    if (!(said.get(name) instanceof ArrayNode)) said.set(name, NODES.arrayNode());
                    calls((ArrayNode) said.get(name), list, inner, texts);
                }
                case ArrayNode list when said.get(name) instanceof ArrayNode before -> before.addAll(list);
                default -> {
                    if (!field.getValue().isNull() || !said.has(name)) said.set(name, field.getValue());
                }
            }
        });
    }

    private static boolean isName(String field) {
        return switch (field) {
            case "role", "id", "type", "name", "format", "signature" -> true;
            default -> false;
        };
    }

    private static void calls(ArrayNode said, ArrayNode deltas, String path, Texts texts) {
        for (var node : deltas) {
            if (!(node instanceof ObjectNode delta)) continue;
            int index = delta.path("index").asInt(0);
            while (said.size() <= index) said.addObject();
            var each = (ObjectNode) said.get(index);
            delta.remove("index");
            merge(each, delta, path + "/" + index, texts);
        }
    }

    /// The answer.
    Json json() {
        var out = root.deepCopy();
        out.put("object", OBJECT);
        var list = NODES.arrayNode();
        choices.forEach((index, wholeChoice) -> {
            fill(wholeChoice.message, "", wholeChoice.texts);
            if (!wholeChoice.message.has("content")) wholeChoice.message.putNull("content");
            var whole = NODES.objectNode();
            whole.put("index", index);
            whole.set("message", wholeChoice.message);
            whole.setAll(wholeChoice.fields);
            list.add(whole);
        });
        out.set("choices", list);
        return Json.of(MAPPER.writeValueAsString(out).getBytes(UTF_8));
    }

    /// Puts the texts where they belong.
    private static void fill(JsonNode node, String path, Texts texts) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(field -> {
                    var inner = path + "/" + field.getKey();
                    var text = texts.at(inner);
                    if (text != null) field.setValue(StringNode.valueOf(text.toString()));
                    else fill(field.getValue(), inner, texts);
                });
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) fill(list.get(i), path + "/" + i, texts);
            }
            default -> {}
        }
    }
}
