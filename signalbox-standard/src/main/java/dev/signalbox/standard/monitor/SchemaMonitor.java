package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether an answer keeps to its JSON Schema as far as that can be told early: at the top level, whether a property is
/// one that is not allowed, and whether a value begins like another type. What it lets pass may still fail the schema;
/// what it fails cannot keep it any more.
public final class SchemaMonitor implements Monitor {
    public static final String NAME = "schema_so_far";

    private static final JsonMapper JSON = new JsonMapper();
    /// Whatever may stand in any place.
    private static final Set<String> ANY = Set.of();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        if (request.options().format() != Format.JSON_SCHEMA) return Watch.NOTHING;
        var shape = Optional.ofNullable(request.fields().get("response_format")).flatMap(SchemaMonitor::shape);
        return shape.isPresent() ? new Growing(shape.get()) : Watch.NOTHING;
    }

    /// What a schema says of the top level.
    ///
    /// @param root the types of the whole
    /// @param properties the types of each property; [#ANY] where anything goes
    /// @param closed whether no other property may be there
    private record Shape(Set<String> root, Map<String, Set<String>> properties, boolean closed) {}

    private static Optional<Shape> shape(Json format) {
        try {
            var schema = JSON.readTree(format.array(), format.offset(), format.length())
                    .path("json_schema")
                    .path("schema");
            if (!schema.isObject()) return Optional.empty();
            var properties = new HashMap<String, Set<String>>();
            for (var property : schema.path("properties").properties()) {
                properties.put(property.getKey(), types(property.getValue()));
            }
            var more = schema.path("additionalProperties");
            boolean closed = more.isBoolean() && !more.booleanValue() && !schema.has("patternProperties");
            return Optional.of(new Shape(types(schema), properties, closed));
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    private static Set<String> types(JsonNode schema) {
        var type = schema.path("type");
        if (type.isString()) return Set.of(type.stringValue());
        var types = new HashSet<String>();
        for (var one : type) if (one.isString()) types.add(one.stringValue());
        return types.isEmpty() ? ANY : Set.copyOf(types);
    }

    private static boolean mayBegin(Set<String> types, char c) {
        if (types.equals(ANY)) return true;
        return switch (c) {
            case '{' -> types.contains("object");
            case '[' -> types.contains("array");
            case '"' -> types.contains("string");
            case 't', 'f' -> types.contains("boolean");
            case 'n' -> types.contains("null");
            default -> types.contains("number") || types.contains("integer");
        };
    }

    private static final class Growing implements Watch {
        private final Shape shape;
        private final JsonAutomaton json = new JsonAutomaton();
        private final JsonFrame frame = new JsonFrame();
        private final StringBuilder name = new StringBuilder();
        private boolean naming;
        private boolean inside;
        private Set<String> expected = ANY;
        private @Nullable Finding finding;

        Growing(Shape shape) {
            this.shape = shape;
        }

        @Override
        public @Nullable Finding heard(Delta delta) {
            var text = delta.text();
            for (int i = 0; i < text.length() && finding == null && !json.isDead(); i++) {
                char c = text.charAt(i);
                if (frame.reads(c, json.isComplete())) read(c);
            }
            return finding;
        }

        private void read(char c) {
            int depth = json.depth();
            switch (json.step(c)) {
                case NAME_BEGINS -> {
                    naming = depth == 1;
                    name.setLength(0);
                }
                case NAME_ENDS -> {
                    if (naming) named();
                    naming = false;
                }
                case VALUE_BEGINS -> {
                    if (depth == 0) {
                        inside = c == '{';
                        check(shape.root(), c, "the answer");
                    } else if (depth == 1 && inside) check(expected, c, "`%s`".formatted(name));
                }
                case ON -> {
                    if (naming) name.append(c);
                }
                case DEAD -> {}
            }
        }

        private void named() {
            // A name with an escape in it is not worth decoding here.
            boolean plain = name.indexOf("\\") < 0;
            var types = plain ? shape.properties().get(name.toString()) : ANY;
            expected = types == null ? ANY : types;
            if (types == null && shape.closed()) {
                finding = Finding.fail(NAME, Reason.SCHEMA, "there is no property `%s`".formatted(name));
            }
        }

        private void check(Set<String> types, char c, String what) {
            if (mayBegin(types, c)) return;
            finding = Finding.fail(
                    NAME,
                    Reason.SCHEMA,
                    "%s begins with `%c`, expected %s"
                            .formatted(what, c, types.stream().sorted().collect(Collectors.joining(" or "))));
        }
    }
}
