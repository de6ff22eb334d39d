package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.Tool;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Event.Called.Extremes;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.sensor.GroupSensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Requests to watch the answers to.
final class RequestedOutput {
    private static final String SCHEMA = """
            {"type": "json_schema", "json_schema": {"name": "place", "schema": {
              "type": "object", "additionalProperties": false, "required": ["city"],
              "properties": {"city": {"type": ["string", "null"]}, "people": {"type": "integer"},
                             "parts": {"type": "array"}, "any": {"$ref": "#/any"}}}}}""";

    private RequestedOutput() {}

    static Request of(String text) {
        return of(text, Format.TEXT, Map.of(), List.of());
    }

    static Request inJson() {
        return of("Where?", Format.JSON, Map.of(), List.of());
    }

    static Request inSchema() {
        return of("Where?", Format.JSON_SCHEMA, Map.of("response_format", Json.of(SCHEMA)), List.of());
    }

    static Request withTool(String name) {
        return of("Where?", Format.TEXT, Map.of(), List.of(new Tool(name, Json.of("{}"))));
    }

    /// A stream of a model that went as far as this.
    static Event.Called told(String model, double silentFirstMs, double silentBetweenMs, double logProbabilityMin) {
        return Cases.stream(
                "r1",
                model,
                "DONE",
                new Extremes(
                        silentFirstMs, OptionalDouble.of(silentBetweenMs), OptionalDouble.of(logProbabilityMin), 10));
    }

    /// What happens to a request of this category that gets an answer of so many characters.
    static Stream<Event> answered(String id, String group, int chars) {
        return Stream.of(
                new Event.Sensed(id, Instant.EPOCH, "Received", List.of(GroupSensor.GROUP.of(group))),
                Cases.stream(id, "m", "DONE", new Extremes(1, OptionalDouble.of(1), OptionalDouble.empty(), chars)));
    }

    private static Request of(String text, Format format, Map<String, Json> fields, List<Tool> tools) {
        return new Request(
                "r1",
                Optional.empty(),
                "default",
                "auto",
                List.of(Message.of(Role.USER, text)),
                tools,
                new Request.Options(OptionalInt.empty(), 1, true, false, format),
                Request.Wishes.NONE,
                fields,
                Optional.empty(),
                Map.of(),
                Instant.MAX);
    }
}
