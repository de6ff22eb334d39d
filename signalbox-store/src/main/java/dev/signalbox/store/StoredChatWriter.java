package dev.signalbox.store;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.ToolCall;
import dev.signalbox.chat.Usage;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Requests and answers to JSON. What was said goes through [Content]; how it was asked is always kept. [ChatReader]
/// reads it back.
///
/// @param content whether what was said is kept
record StoredChatWriter(Content content) {
    void request(JsonGenerator json, String name, Request request) {
        json.writeObjectPropertyStart(name);
        if (request.parent().isPresent()) {
            json.writeStringProperty("parent", request.parent().get());
        }
        json.writeStringProperty("tenant", request.tenant());
        json.writeStringProperty("model", request.model());
        json.writeArrayPropertyStart("messages");
        for (var message : request.messages()) message(json, message, request.body());
        json.writeEndArray();
        if (!request.tools().isEmpty()) tools(json, request);
        options(json, request.options());
        Numbers.write(json, "quality", request.wishes().quality());
        Numbers.write(json, "costUsdMax", request.wishes().costUsdMax());
        if (request.wishes().late() != Request.Late.PASS_ON) {
            json.writeStringProperty("late", request.wishes().late().name());
        }
        if (request.wishes().reuse() != Request.Reuse.ALLOWED) {
            json.writeStringProperty("reuse", request.wishes().reuse().name());
        }
        if (!request.fields().isEmpty()) {
            json.writeObjectPropertyStart("fields");
            request.fields().forEach((field, value) -> content.json(json, field, value, request.body()));
            json.writeEndObject();
        }
        content.body(json, request.body());
        if (!request.tags().isEmpty()) {
            json.writeObjectPropertyStart("tags");
            request.tags().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeStringProperty("deadline", request.deadline().toString());
        json.writeEndObject();
    }

    private void message(JsonGenerator json, Message message, Optional<Body> body) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role().name());
        json.writeArrayPropertyStart("parts");
        for (var part : message.parts()) part(json, part);
        json.writeEndArray();
        toolCalls(json, message.toolCalls());
        if (message.toolCallId().isPresent()) {
            json.writeStringProperty("toolCallId", message.toolCallId().get());
        }
        if (content.kept() && message.source().isPresent()) {
            content.json(json, "source", message.source().get(), body);
        }
        json.writeEndObject();
    }

    private void part(JsonGenerator json, Part part) {
        json.writeStartObject();
        switch (part) {
            case Part.Text(var text) -> content.text(json, "text", text);
            case Part.Media(var kind, var location) -> {
                json.writeStringProperty("media", kind.name());
                if (location.isPresent()) content.text(json, "location", location.get());
            }
            case Part.Other(var type) -> json.writeStringProperty("other", type);
        }
        json.writeEndObject();
    }

    private void tools(JsonGenerator json, Request request) {
        json.writeArrayPropertyStart("tools");
        for (var tool : request.tools()) {
            json.writeStartObject();
            json.writeStringProperty("name", tool.name());
            content.json(json, "definition", tool.definition(), request.body());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void options(JsonGenerator json, Request.Options options) {
        json.writeObjectPropertyStart("options");
        Numbers.write(json, "outputTokensMax", options.outputTokensMax());
        json.writeNumberProperty("choices", options.choices());
        json.writeBooleanProperty("streaming", options.streaming());
        json.writeBooleanProperty("usageWanted", options.usageWanted());
        json.writeStringProperty("format", options.format().name());
        json.writeEndObject();
    }

    void answer(JsonGenerator json, String name, Answer answer) {
        json.writeObjectPropertyStart(name);
        json.writeArrayPropertyStart("choices");
        for (var choice : answer.choices()) {
            json.writeStartObject();
            json.writeNumberProperty("index", choice.index());
            content.text(json, "text", choice.text());
            if (!choice.reasoning().isEmpty()) content.text(json, "reasoning", choice.reasoning());
            toolCalls(json, choice.toolCalls());
            json.writeStringProperty("finish", choice.finish().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        usage(json, answer.usage());
        content.body(json, answer.body());
        if (answer.confidence().isPresent())
            confidence(json, answer.confidence().get());
        json.writeEndObject();
    }

    static void confidence(JsonGenerator json, Confidence confidence) {
        json.writeObjectPropertyStart("confidence");
        Numbers.write(json, "meanNll", confidence.meanNll());
        Numbers.write(json, "variance", confidence.variance());
        Numbers.write(json, "tailEntropy", confidence.tailEntropy());
        json.writeNumberProperty("tokens", confidence.tokens());
        json.writeEndObject();
    }

    private void toolCalls(JsonGenerator json, List<ToolCall> calls) {
        if (calls.isEmpty()) return;
        json.writeArrayPropertyStart("toolCalls");
        for (var call : calls) {
            json.writeStartObject();
            json.writeStringProperty("id", call.id());
            json.writeStringProperty("name", call.name());
            content.text(json, "arguments", call.arguments());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void usage(JsonGenerator json, Usage usage) {
        json.writeObjectPropertyStart("usage");
        json.writeNumberProperty("inputTokens", usage.inputTokens());
        json.writeNumberProperty("outputTokens", usage.outputTokens());
        if (usage.cachedInputTokens() != 0) json.writeNumberProperty("cachedInputTokens", usage.cachedInputTokens());
        if (usage.reasoningTokens() != 0) json.writeNumberProperty("reasoningTokens", usage.reasoningTokens());
        if (usage.estimated()) json.writeBooleanProperty("estimated", true);
        json.writeEndObject();
    }
}
