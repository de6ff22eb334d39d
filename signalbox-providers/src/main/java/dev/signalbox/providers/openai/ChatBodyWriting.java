package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Message.Role;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.chat.Request.Format;
import dev.signalbox.chat.ToolCall;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Writes a request that has no bytes of its own in OpenAI's format: one that a plan made, or one that came in another
/// format. A message, field or tool whose source is there is written as it came.
final class ChatBodyWriting {
    private static final String CONTINUE = "continue_final_message";
    private static final String NEW_TURN = "add_generation_prompt";

    private ChatBodyWriting() {}

    static byte[] write(
            Request request, byte[] model, Map<String, String> extras, boolean wantUsage, ChatBody.Manner manner) {
        var prefill = manner.prefill();
        boolean goesOn = isBegun(request.last());
        var out = new ByteArrayOutputStream(1024);
        try (var to = AnswerReader.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            to.writeStartObject();
            raw(to, "model", model);
            var fields = fields(request, manner);
            if (goesOn && prefill == Prefill.VLLM) goOn(to, fields);
            fields.forEach((name, value) -> raw(to, name, value.toBytes()));
            extras.forEach((name, value) -> raw(to, name, value.getBytes(UTF_8)));
            options(to, request, fields, manner.format());
            if (manner.streaming()) {
                to.writeBooleanProperty("stream", true);
                streamOptions(to, request, wantUsage);
            }
            to.writeArrayPropertyStart("messages");
            var last = request.last();
            for (var message : request.messages()) {
                message(to, message, message == last && goesOn && prefill == Prefill.FLAG);
            }
            to.writeEndArray();
            to.writeEndObject();
        }
        return out.toByteArray();
    }

    /// Whether an answer was begun that shall be gone on with. What a client itself ends its request with is its own
    /// affair: it knows whom it asks, and is sent as it came.
    private static boolean isBegun(Message last) {
        return last.role() == Role.ASSISTANT
                && last.source().isEmpty()
                && last.toolCalls().isEmpty();
    }

    private static void goOn(JsonGenerator to, Map<String, Json> fields) {
        fields.remove(CONTINUE);
        fields.remove(NEW_TURN);
        to.writeBooleanProperty(CONTINUE, true);
        to.writeBooleanProperty(NEW_TURN, false);
    }

    /// The client's fields that are written as they are. Those of another format mean nothing here.
    private static Map<String, Json> fields(Request request, ChatBody.Manner manner) {
        if (isForeign(request)) return new LinkedHashMap<>();
        var fields = new LinkedHashMap<>(request.fields());
        fields.remove("model");
        fields.remove("messages");
        fields.remove("stream");
        fields.remove(ChatBody.OWN_FIELD);
        if (manner.streaming()) fields.remove("stream_options");
        manner.format().outputLimit().ifPresent(limit -> spell(fields, limit));
        return fields;
    }

    /// Gives the limit the name that the model takes, at its place. Where the client sent both, the one of this name
    /// holds.
    private static void spell(Map<String, Json> fields, OutputLimit limit) {
        var other = limit.other().field();
        if (!fields.containsKey(other)) return;
        boolean both = fields.containsKey(limit.field());
        var spelt = new LinkedHashMap<String, Json>();
        fields.forEach((name, value) -> {
            if (!name.equals(other)) spelt.put(name, value);
            else if (!both) spelt.put(limit.field(), value);
        });
        fields.clear();
        fields.putAll(spelt);
    }

    private static boolean isForeign(Request request) {
        return request.body()
                .filter(body -> !body.dialect().equals(Body.OPENAI_CHAT))
                .isPresent();
    }

    /// What is known as a value and was not among the fields.
    private static void options(JsonGenerator to, Request request, Map<String, Json> fields, RequestFormat format) {
        var options = request.options();
        if (options.outputTokensMax().isPresent()
                && !fields.containsKey("max_tokens")
                && !fields.containsKey("max_completion_tokens")) {
            var limit = format.outputLimit().orElse(OutputLimit.MAX_TOKENS);
            to.writeNumberProperty(limit.field(), options.outputTokensMax().getAsInt());
        }
        if (options.choices() > 1 && !fields.containsKey("n")) to.writeNumberProperty("n", options.choices());
        if (options.format() == Format.JSON && !fields.containsKey("response_format")) {
            to.writeObjectPropertyStart("response_format");
            to.writeStringProperty("type", "json_object");
            to.writeEndObject();
        }
        if (!request.tools().isEmpty() && !fields.containsKey("tools")) {
            to.writeArrayPropertyStart("tools");
            for (var tool : request.tools()) to.writeRawValue(tool.definition().toString());
            to.writeEndArray();
        }
    }

    private static void streamOptions(JsonGenerator to, Request request, boolean wantUsage) {
        var options = isForeign(request) ? null : request.fields().get("stream_options");
        if (options != null) raw(to, "stream_options", wantUsage ? ChatBody.withUsage(options) : options.toBytes());
        else if (wantUsage || isUsageWanted(request)) raw(to, "stream_options", ChatBody.usageWanted());
    }

    private static boolean isUsageWanted(Request request) {
        return request.options().streaming() && request.options().usageWanted();
    }

    private static void raw(JsonGenerator to, String name, byte[] json) {
        to.writeName(name);
        to.writeRawValue(new String(json, UTF_8));
    }

    private static void message(JsonGenerator to, Message message, boolean prefix) {
        if (message.source().isPresent()) {
            to.writeRawValue(message.source().get().toString());
            return;
        }
        to.writeStartObject();
        to.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
        content(to, message);
        if (prefix) to.writeBooleanProperty("prefix", true);
        message.toolCallId().ifPresent(id -> to.writeStringProperty("tool_call_id", id));
        if (!message.toolCalls().isEmpty()) {
            to.writeArrayPropertyStart("tool_calls");
            for (var call : message.toolCalls()) toolCall(to, call);
            to.writeEndArray();
        }
        to.writeEndObject();
    }

    private static void content(JsonGenerator to, Message message) {
        if (message.parts().isEmpty() && message.role() == Role.ASSISTANT) {
            to.writeNullProperty("content");
        } else if (message.parts().stream().allMatch(Part.Text.class::isInstance)) {
            to.writeStringProperty("content", message.text());
        } else {
            to.writeArrayPropertyStart("content");
            for (var part : message.parts()) part(to, part);
            to.writeEndArray();
        }
    }

    private static void toolCall(JsonGenerator to, ToolCall call) {
        to.writeStartObject();
        to.writeStringProperty("id", call.id());
        to.writeStringProperty("type", "function");
        to.writeObjectPropertyStart("function");
        to.writeStringProperty("name", call.name());
        to.writeStringProperty("arguments", call.arguments());
        to.writeEndObject();
        to.writeEndObject();
    }

    private static void part(JsonGenerator to, Part part) {
        switch (part) {
            case Part.Text(var text) -> {
                to.writeStartObject();
                to.writeStringProperty("type", "text");
                to.writeStringProperty("text", text);
                to.writeEndObject();
            }
            case Part.Media(var kind, var location)
            when kind == Part.Kind.IMAGE && location.isPresent() -> {
                to.writeStartObject();
                to.writeStringProperty("type", "image_url");
                to.writeObjectPropertyStart("image_url");
                to.writeStringProperty("url", location.get());
                to.writeEndObject();
                to.writeEndObject();
            }
            // A plan makes texts and images; all else comes from a client and has its source.
            case Part.Media media -> throw new IllegalArgumentException("a part without its source: " + media.kind());
            case Part.Other(var type) -> throw new IllegalArgumentException("a part without its source: " + type);
        }
    }
}
