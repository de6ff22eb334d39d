package dev.signalbox.store;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Tool;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Requests and answers from the JSON of [ChatWriter]. Fields that are not known are passed over.
final class StoredChatReader {
    private StoredChatReader() {}

    static Request request(String id, JsonNode node) {
        var body = Content.body(node);
        return new Request(
                id,
                node.optional("parent").map(JsonNode::stringValue),
                node.required("tenant").stringValue(),
                node.required("model").stringValue(),
                node.required("messages")
                        .valueStream()
                        .map(message -> message(message, body))
                        .toList(),
                node.path("tools").valueStream().map(tool -> tool(tool, body)).toList(),
                options(node.required("options")),
                wishes(node),
                fields(node.path("fields"), body),
                body,
                tags(node.path("tags")),
                Instant.parse(node.required("deadline").stringValue()));
    }

    private static Request.Wishes wishes(JsonNode node) {
        return new Request.Wishes(
                Numbers.optional(node, "quality"),
                Numbers.optional(node, "costUsdMax"),
                node.optional("late")
                        .map(late -> Request.Late.valueOf(late.stringValue()))
                        .orElse(Request.Late.PASS_ON),
                node.optional("reuse")
                        .map(reuse -> Request.Reuse.valueOf(reuse.stringValue()))
                        .orElse(Request.Reuse.ALLOWED));
    }

    private static Message message(JsonNode node, Optional<Body> body) {
        return new Message(
                Message.Role.valueOf(node.required("role").stringValue()),
                node.required("parts").valueStream().map(StoredChatReader::part).toList(),
                toolCalls(node),
                node.optional("toolCallId").map(JsonNode::stringValue),
                node.optional("source").map(source -> Content.json(source, body)));
    }

    private static Part part(JsonNode node) {
        if (node.has("text")) return new Part.Text(Content.text(node.get("text")));
        if (node.has("media")) {
            var kind = Part.Kind.valueOf(node.get("media").stringValue());
            return new Part.Media(kind, node.optional("location").map(Content::text));
        }
        return new Part.Other(node.required("other").stringValue());
    }

    private static Tool tool(JsonNode node, Optional<Body> body) {
        return new Tool(node.required("name").stringValue(), Content.json(node.required("definition"), body));
    }

    private static Request.Options options(JsonNode node) {
        return new Request.Options(
                Numbers.optionalInt(node, "outputTokensMax"),
                node.required("choices").intValue(),
                node.required("streaming").booleanValue(),
                node.required("usageWanted").booleanValue(),
                Request.Format.valueOf(node.required("format").stringValue()));
    }

    private static Map<String, Json> fields(JsonNode node, Optional<Body> body) {
        var fields = new LinkedHashMap<String, Json>();
        for (var field : node.properties()) fields.put(field.getKey(), Content.json(field.getValue(), body));
        return fields;
    }

    private static Map<String, String> tags(JsonNode node) {
        var tags = new LinkedHashMap<String, String>();
        for (var tag : node.properties()) tags.put(tag.getKey(), tag.getValue().stringValue());
        return tags;
    }

    static Answer answer(JsonNode node) {
        var choices = node.required("choices")
                .valueStream()
                .map(StoredChatReader::choice)
                .toList();
        return new Answer(
                choices,
                usage(node.required("usage")),
                Content.body(node),
                node.optional("confidence").map(StoredChatReader::confidence));
    }

    static Confidence confidence(JsonNode node) {
        return new Confidence(
                Numbers.number(node.required("meanNll")),
                Numbers.number(node.required("variance")),
                Numbers.number(node.required("tailEntropy")),
                node.required("tokens").intValue());
    }

    private static Answer.Choice choice(JsonNode node) {
        return new Answer.Choice(
                node.required("index").intValue(),
                Content.text(node.required("text")),
                toolCalls(node),
                Finish.valueOf(node.required("finish").stringValue()),
                node.optional("reasoning").map(Content::text).orElse(""));
    }

    private static List<ToolCall> toolCalls(JsonNode parent) {
        return parent.path("toolCalls")
                .valueStream()
                .map(call -> new ToolCall(
                        call.required("id").stringValue(),
                        call.required("name").stringValue(),
                        Content.text(call.required("arguments"))))
                .toList();
    }

    static Usage usage(JsonNode node) {
        return new Usage(
                node.required("inputTokens").intValue(),
                node.required("outputTokens").intValue(),
                node.path("cachedInputTokens").intValue(0),
                node.path("reasoningTokens").intValue(0),
                node.path("estimated").booleanValue(false));
    }
}
