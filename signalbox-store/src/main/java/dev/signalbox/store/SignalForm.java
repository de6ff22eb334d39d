package dev.signalbox.store;

import dev.signalbox.signal.Signal;
import dev.signalbox.signal.SignalKey;
import dev.signalbox.signal.SignalKey.Privacy;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Signals in JSON: one object, a field a signal. The value's shape says its type; a privacy other than `TENANT` wraps
/// it. Signals that tell what was said are left out unless content is kept.
///
/// @param content whether it is
record SignalForm(Content content) {
    void write(JsonGenerator json, String name, List<Signal<?>> signals) {
        json.writeObjectPropertyStart(name);
        for (var signal : signals) {
            var privacy = signal.key().privacy();
            if (privacy == Privacy.CONTENT && !content.kept()) continue;
            json.writeName(signal.key().name());
            if (privacy == Privacy.TENANT) {
                write(json, signal.value());
            } else {
                json.writeStartObject();
                json.writeStringProperty("privacy", privacy.name());
                json.writeName("value");
                write(json, signal.value());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case Double number when Double.isFinite(number) -> json.writeNumber(number);
            case Double number -> {
                json.writeStartObject();
                json.writeStringProperty("number", number.toString());
                json.writeEndObject();
            }
            case Boolean flag -> json.writeBoolean(flag);
            case String label -> json.writeString(label);
            case float[] vector -> {
                json.writeStartObject();
                json.writeBinaryProperty("floats", Numbers.bytes(vector));
                json.writeEndObject();
            }
            // A type that conditions cannot ask about: its text is all that a reader will want.
            default -> json.writeString(value.toString());
        }
    }

    static List<Signal<?>> read(JsonNode node) {
        var signals = new ArrayList<Signal<?>>(node.size());
        for (var field : node.properties()) {
            var value = field.getValue();
            var privacy = value.get("privacy");
            signals.add(
                    privacy == null
                            ? read(field.getKey(), value, Privacy.TENANT)
                            : read(field.getKey(), value.required("value"), Privacy.valueOf(privacy.stringValue())));
        }
        return List.copyOf(signals);
    }

    private static Signal<?> read(String name, JsonNode value, Privacy privacy) {
        if (value.isBoolean()) return new SignalKey<>(name, Boolean.class, privacy).of(value.booleanValue());
        if (value.isString()) return new SignalKey<>(name, String.class, privacy).of(value.stringValue());
        if (value.has("floats")) {
            var vector = Numbers.vector(value.get("floats").binaryValue());
            return new SignalKey<>(name, float[].class, privacy).of(vector);
        }
        var number = value.has("number") ? value.get("number") : value;
        return new SignalKey<>(name, Double.class, privacy).of(Numbers.number(number));
    }
}
