package dev.signalbox.gateway.json;

import dev.signalbox.Failure;
import dev.signalbox.Nearest;
import dev.signalbox.RouterException;
import dev.signalbox.chat.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// Walks once over a client's JSON, handing out values and slices. What is wrong with it becomes a [Failure.Malformed]
/// that names the place and never quotes the text. Not thread-safe.
public final class JsonCursor implements AutoCloseable {
    private static final int COUNT_CHARS_MAX = 24;
    private static final int DEPTH_MAX = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] bytes;
    private final JsonParser parser;

    private JsonCursor(byte[] bytes) {
        Encoding.check(bytes);
        this.bytes = bytes;
        this.parser = JSON.createParser(bytes);
    }

    @Override
    public void close() {
        parser.close();
    }

    /// Reads one document with `reading`, from its first token to its last.
    ///
    /// @throws RouterException with a [Failure.Malformed], and no other
    public static <T> T read(byte[] bytes, Function<JsonCursor, T> reading) {
        try (var json = new JsonCursor(bytes)) {
            try {
                json.enterDocument();
                var value = reading.apply(json);
                json.leaveDocument();
                return value;
            } catch (JacksonException found) {
                throw json.invalid(found);
            }
        }
    }

    /// Enters the document, which must be one object.
    private void enterDocument() {
        var token = parser.nextToken();
        if (token == null) throw malformed("invalid_json", "The body is empty. Send a JSON object.", null);
        if (token != JsonToken.START_OBJECT) {
            throw malformed("invalid_json", "The body must be a JSON object, not %s.".formatted(kind()), null);
        }
    }

    /// Refuses anything after the document.
    private void leaveDocument() {
        if (parser.nextToken() != null) {
            throw malformed(
                    "invalid_json",
                    "There is something after the end of the JSON object, %s."
                            .formatted(place(parser.currentTokenLocation())),
                    null);
        }
    }

    /// Moves to the next field's value and gives the field's name; null at the object's end.
    public @Nullable String nextField() {
        var name = parser.nextName();
        if (name != null) parser.nextToken();
        return name;
    }

    /// Moves to the next element; false at the array's end.
    public boolean nextElement() {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    public boolean isString() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public void enterObject() {
        if (!isObject()) throw wrongType("an object");
    }

    public void enterArray() {
        enterArray("an array");
    }

    public void enterArray(String wanted) {
        if (parser.currentToken() != JsonToken.START_ARRAY) throw wrongType(wanted);
    }

    public String string() {
        if (!isString()) throw wrongType("a string");
        return parser.getString();
    }

    public Optional<String> stringOrNull() {
        return isNull() ? Optional.empty() : Optional.of(string());
    }

    public Optional<String> oneOfOrNull(List<String> known) {
        var written = stringOrNull();
        if (written.isPresent() && !known.contains(written.get())) throw unknownValue(written.get(), known);
        return written;
    }

    public boolean booleanOrNull() {
        if (isNull()) return false;
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrongType("a boolean");
        };
    }

    public OptionalInt intOrNull(int least, int most) {
        if (isNull()) return OptionalInt.empty();
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) throw wrongType("an integer");
        var value = parser.getBigIntegerValue();
        if (value.bitLength() > 31 || value.intValue() < least || value.intValue() > most) {
            throw wrongValue("must be from %,d to %,d".formatted(least, most));
        }
        return OptionalInt.of(value.intValue());
    }

    /// The current value as a whole number of at least 1, whether it is written as `16`, `16.0` or `"16"`; empty
    /// where it is none. For fields that the upstream judges: any value is stepped over.
    public OptionalInt countIfOne() {
        var token = parser.currentToken();
        var written =
                switch (token) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getString();
                    default -> "";
                };
        skip();
        try {
            double number = written.length() > COUNT_CHARS_MAX ? -1 : Double.parseDouble(written);
            boolean count = number >= 1 && number <= Integer.MAX_VALUE && number == Math.rint(number);
            return count ? OptionalInt.of((int) number) : OptionalInt.empty();
        } catch (NumberFormatException none) {
            return OptionalInt.empty();
        }
    }

    /// A field that is none of those that are known, where a misspelt one would be ignored in silence.
    public RouterException unknownField(String name, List<String> known) {
        var near = Nearest.to(name, known).map(" Did you mean `%s`?"::formatted).orElse("");
        return at("unknown_parameter", "is not known.%s Known: `%s`".formatted(near, String.join("`, `", known)));
    }

    public OptionalDouble numberOrNull(double least, double most) {
        if (isNull()) return OptionalDouble.empty();
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) throw wrongType("a number");
        double value = parser.getDoubleValue();
        if (!(value >= least && value <= most)) throw wrongValue("must be from %s to %s".formatted(least, most));
        return OptionalDouble.of(value);
    }

    /// Where the current value begins.
    public int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /// Steps over the current value, whatever it is.
    public void skip() {
        parser.skipChildren();
        parser.finishToken();
    }

    /// What lies between a value's start and here, the end of the current token.
    public Json sliceFrom(int start) {
        parser.finishToken();
        return Json.slice(bytes, start, (int) parser.currentLocation().getByteOffset() - start);
    }

    public RouterException wrongType(String wanted) {
        return at("invalid_type", "must be %s, not %s".formatted(wanted, kind()));
    }

    public RouterException wrongValue(String what) {
        return at("invalid_value", what);
    }

    public RouterException unknownValue(String written, List<String> known) {
        var nearest = Nearest.to(written, known).map(" Did you mean `%s`?"::formatted);
        var path = path(parser.streamReadContext());
        return malformed(
                "invalid_value",
                "`%s` must be one of %s.%s"
                        .formatted(
                                path,
                                String.join(
                                        ", ",
                                        known.stream().map("`%s`"::formatted).toList()),
                                nearest.orElse("")),
                path);
    }

    /// The field is not in the object that was just left.
    public RouterException missing(String field) {
        var inside = path(parser.streamReadContext());
        var path = inside.isEmpty() ? field : inside + "." + field;
        return malformed("missing_required_parameter", "`%s` is missing.".formatted(path), path);
    }

    private RouterException at(String code, String what) {
        var path = path(parser.streamReadContext());
        return malformed(code, "`%s` %s.".formatted(path, what), path);
    }

    static RouterException malformed(String code, String message, @Nullable String param) {
        return new RouterException(new Failure.Malformed(code, message, Optional.ofNullable(param)));
    }

    /// What Jackson found, in words that do not quote the body.
    private RouterException invalid(JacksonException found) {
        var message = found.getOriginalMessage();
        var where = found.getLocation() == null ? parser.currentLocation() : found.getLocation();
        var what =
                switch (found) {
                    case UnexpectedEndOfInputException _ -> "it ends too early";
                    case StreamConstraintsException _
                    when message.contains("depth") -> "it is nested more than %d deep".formatted(DEPTH_MAX);
                    case StreamConstraintsException _ -> "a name or number in it is too long";
                    default ->
                        message.startsWith("Duplicate")
                                ? "an object has the same field twice"
                                : "it breaks the grammar";
                };
        return malformed("invalid_json", "The body is not valid JSON: %s, %s.".formatted(what, place(where)), null);
    }

    private static String place(TokenStreamLocation here) {
        return "at line %d, column %d".formatted(here.getLineNr(), here.getColumnNr());
    }

    private String kind() {
        return switch (parser.currentToken()) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING, PROPERTY_NAME -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    /// As in `messages[2].role`. Inside a container that was just entered or left, the path of the container.
    private String path(TokenStreamContext context) {
        var entered = parser.currentToken() == JsonToken.START_OBJECT || parser.currentToken() == JsonToken.START_ARRAY;
        return written(entered && context.getParent() != null ? context.getParent() : context);
    }

    private static String written(TokenStreamContext context) {
        var parent = context.getParent();
        if (parent == null) return "";
        var before = written(parent);
        if (context.inArray())
            return context.hasCurrentIndex() ? before + "[" + context.getCurrentIndex() + "]" : before;
        var name = context.currentName();
        if (name == null) return before;
        return before.isEmpty() ? name : before + "." + name;
    }
}
