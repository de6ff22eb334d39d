package dev.signalbox.checks;

import dev.signalbox.standard.check.Fences;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON inside of answers, read by the letter of RFC 8259.
final class JsonText {
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Set<String> JSON_TAGS = Set.of("json", "json5", "jsonc", "");

    /// What a text is as JSON, or where and why it is none.
    sealed interface Read {
        record Value(JsonNode node) implements Read {}

        record InvalidJson(int line, int column, String why) implements Read {
            @Override
            public String toString() {
                return "line %d, column %d: %s".formatted(line, column, why);
            }
        }
    }

    private JsonText() {}

    static Read read(String text) {
        try {
            var node = MAPPER.readTree(text);
            return node.isMissingNode() ? new Read.InvalidJson(1, 1, "there is no text") : new Read.Value(node);
        } catch (JacksonException wrong) {
            var at = wrong.getLocation();
            return new Read.InvalidJson(
                    at == null ? 1 : Math.max(1, at.getLineNr()),
                    at == null ? 1 : Math.max(1, at.getColumnNr()),
                    firstSentence(wrong.getOriginalMessage()));
        }
    }

    /// The value of a text that is JSON as a whole, or of its only block of fenced JSON.
    static Optional<JsonNode> find(String text) {
        if (read(text) instanceof Read.Value(var node)) return Optional.of(node);
        var blocks = Fences.in(text).stream()
                .filter(fence -> JSON_TAGS.contains(fence.language()))
                .toList();
        if (blocks.size() != 1) return Optional.empty();
        return read(blocks.getFirst().code()) instanceof Read.Value(var node) ? Optional.of(node) : Optional.empty();
    }

    private static String firstSentence(String message) {
        int end = message.indexOf("\n");
        return end < 0 ? message : message.substring(0, end);
    }

    static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "no JSON";
        };
    }
}
