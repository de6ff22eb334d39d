package dev.signalbox.standard.check;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One spelling for a JSON value: sorted fields, no spaces, numbers by their value.
public final class CanonicalJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    /// Empty where the text is not one JSON object or array.
    static Optional<String> of(String text) {
        var start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) return Optional.empty();
        try {
            return Optional.of(MAPPER.writeValueAsString(sorted(MAPPER.readTree(text))));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    public static String of(JsonNode value) {
        return MAPPER.writeValueAsString(sorted(value));
    }

    private static JsonNode sorted(JsonNode node) {
        var nodes = JsonNodeFactory.instance;
        if (node.isObject()) {
            var fields = new TreeMap<String, JsonNode>();
            for (var field : node.properties()) fields.put(field.getKey(), sorted(field.getValue()));
            return nodes.objectNode().setAll(fields);
        }
        if (node.isArray()) {
            var items = nodes.arrayNode();
            for (var item : node) items.add(sorted(item));
            return items;
        }
        return node.isNumber() ? DecimalNode.valueOf(shortest(node.decimalValue())) : node;
    }

    private static BigDecimal shortest(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
