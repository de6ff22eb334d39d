package dev.signalbox.store;

import dev.signalbox.plan.Watching;
import java.time.Duration;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// How a stage is watched, in JSON.
final class WatchingForm {
    private WatchingForm() {}

    static void write(JsonGenerator json, Watching watching) {
        json.writeStartObject();
        json.writeName("abandon");
        ConditionForm.write(json, watching.abandon());
        json.writeNumberProperty("holdTokens", watching.holdTokens());
        json.writeStringProperty("hold", watching.hold().toString());
        json.writeNumberProperty("windowChars", watching.windowChars());
        json.writeArrayPropertyStart("guards");
        for (var guard : watching.guards()) json.writeString(guard);
        json.writeEndArray();
        json.writeEndObject();
    }

    static Watching read(JsonNode node) {
        return new Watching(
                ConditionForm.read(node.required("abandon")),
                node.required("holdTokens").intValue(),
                Duration.parse(node.required("hold").stringValue()),
                node.required("windowChars").intValue(),
                node.required("guards").valueStream().map(JsonNode::stringValue).collect(Collectors.toSet()));
    }
}
