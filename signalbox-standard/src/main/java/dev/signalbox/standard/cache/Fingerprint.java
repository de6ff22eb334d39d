package dev.signalbox.standard.cache;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.standard.check.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What tells a request from all others, as two SHA-256 sums of one canonical text.
///
/// The text has the tenant, the route, the client's wishes and every field that was sent, known or not, but for
/// those that say only how the answer is to be delivered or whose label it bears. The order of fields, white space and
/// the spelling of numbers do not count, nor does a field without a value.
///
/// @param exact the same for the same request
/// @param compatible the same for requests that differ in the text of their last turn alone, so that neither another
///     history, nor tools, nor parameters, nor a tenant can ever be taken for this one
record Fingerprint(String exact, String compatible) {
    /// They do not change what is a right answer.
    private static final Set<String> DELIVERY =
            Set.of("model", "messages", "stream", "stream_options", "user", "metadata", "signalbox", "store");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // Whoever reads such an object next may take the other one of the two.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// @param route that will answer; the same name may lead to another one next time
    /// @return empty where the request can't be read in one way only
    static Optional<Fingerprint> of(Request request, String route) {
        try {
            var root = NODES.objectNode();
            root.put("tenant", request.tenant());
            root.put("route", route);
            request.wishes().quality().ifPresent(quality -> root.put("quality", quality));
            request.wishes().costUsdMax().ifPresent(cost -> root.put("cost", cost));
            var fields = root.putObject("fields");
            request.fields().forEach((name, value) -> {
                if (DELIVERY.contains(name)) return;
                var read = read(value);
                if (!read.isNull()) fields.set(name, read);
            });
            var messages = root.putArray("messages");
            for (var message : request.messages()) messages.add(written(message));
            var exact = sum(root);
            if (request.last().role() == Role.USER) withoutText((ObjectNode) messages.get(messages.size() - 1));
            root.put("compatible", true);
            return Optional.of(new Fingerprint(exact, sum(root)));
        } catch (JacksonException | ClassCastException ambiguous) {
            return Optional.empty();
        }
    }

    static JsonNode read(Json json) {
        return MAPPER.readTree(json.array(), json.offset(), json.length());
    }

    private static JsonNode written(Message message) {
        if (message.source().isPresent()) return read(message.source().get());
        var node = NODES.objectNode();
        node.put("role", message.role().name());
        var parts = node.putArray("content");
        for (var part : message.parts()) {
            var each = parts.addObject();
            switch (part) {
                case Part.Text(var text) -> each.put("type", "text").put("text", text);
                case Part.Media(var kind, var location) -> {
                    each.put("type", kind.name());
                    location.ifPresent(place -> each.put("location", place));
                }
                case Part.Other(var type) -> each.put("type", type);
            }
        }
        var calls = node.putArray("calls");
        for (var call : message.toolCalls()) {
            calls.addObject().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        }
        message.toolCallId().ifPresent(id -> node.put("call", id));
        return node;
    }

    private static void withoutText(ObjectNode message) {
        if (message.get("content") instanceof ArrayNode parts) {
            for (var part : parts) {
                if (part instanceof ObjectNode object && object.has("text")) object.put("text", "");
            }
        } else {
            message.put("content", "");
        }
    }

    private static String sum(JsonNode root) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(CanonicalJson.of(root).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
