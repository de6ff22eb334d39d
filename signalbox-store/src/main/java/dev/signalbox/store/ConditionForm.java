package dev.signalbox.store;

import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.SignalKey.Privacy;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Conditions in JSON: `{"is": "all", "parts": […]}` and so on.
final class ConditionForm {
    private ConditionForm() {}

    static void write(JsonGenerator json, Condition condition) {
        json.writeStartObject();
        switch (condition) {
            case Condition.Always _ -> kind(json, "always");
            case Condition.Never _ -> kind(json, "never");
            case Condition.Holds(var key) -> {
                kind(json, "flag");
                key(json, key);
            }
            case Condition.Is(var key, var label) -> {
                kind(json, "label");
                key(json, key);
                json.writeStringProperty("label", label);
            }
            case Condition.Compares(var key, var comparison, var bound) -> {
                kind(json, "number");
                key(json, key);
                json.writeStringProperty("comparison", comparison.name());
                Numbers.write(json, "bound", bound);
            }
            case Condition.All(var parts) -> parts(json, "all", parts);
            case Condition.Any(var parts) -> parts(json, "any", parts);
            case Condition.Not(var part) -> parts(json, "not", List.of(part));
        }
        json.writeEndObject();
    }

    private static void kind(JsonGenerator json, String kind) {
        json.writeStringProperty("is", kind);
    }

    private static void key(JsonGenerator json, SignalKey<?> key) {
        json.writeStringProperty("signal", key.name());
        if (key.privacy() != Privacy.TENANT) {
            json.writeStringProperty("privacy", key.privacy().name());
        }
    }

    private static void parts(JsonGenerator json, String kind, List<Condition> parts) {
        kind(json, kind);
        json.writeArrayPropertyStart("parts");
        for (var part : parts) write(json, part);
        json.writeEndArray();
    }

    static Condition read(JsonNode node) {
        var kind = node.required("is").stringValue();
        return switch (kind) {
            case "always" -> Condition.ALWAYS;
            case "never" -> new Condition.Never();
            case "flag" -> new Condition.Holds(key(node, Boolean.class));
            case "label" ->
                new Condition.Is(key(node, String.class), node.required("label").stringValue());
            case "number" ->
                new Condition.Compares(
                        key(node, Double.class),
                        Comparison.valueOf(node.required("comparison").stringValue()),
                        Numbers.number(node.required("bound")));
            case "all" -> new Condition.All(parts(node));
            case "any" -> new Condition.Any(parts(node));
            case "not" -> new Condition.Not(parts(node).getFirst());
            default -> throw new IllegalArgumentException("unknown condition `%s`".formatted(kind));
        };
    }

    private static <T> SignalKey<T> key(JsonNode node, Class<T> type) {
        var privacy = node.optional("privacy").map(value -> Privacy.valueOf(value.stringValue()));
        return new SignalKey<>(node.required("signal").stringValue(), type, privacy.orElse(Privacy.TENANT));
    }

    private static List<Condition> parts(JsonNode node) {
        return node.required("parts").valueStream().map(ConditionForm::read).toList();
    }
}
