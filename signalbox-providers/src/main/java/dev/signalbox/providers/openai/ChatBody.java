package dev.signalbox.providers.openai;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Message;
import dev.signalbox.chat.Part;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// A request in OpenAI's format. Where the client's own bytes are there, they are sent as they are, save for the
// model's name
/// and the wish that a stream report its usage; else the request is written from what is known of it. Nothing that the
/// client sent is lost either way, but for Signalbox's own field.
final class ChatBody {
    /// Our own extra field, which no upstream shall see.
    static final String OWN_FIELD = "signalbox";

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] USAGE_WANTED = ascii("{\"include_usage\":true}");
    private static final byte[] USAGE_FIELD = ascii("\"stream_options\":{\"include_usage\":true},");

    private ChatBody() {}

    static byte[] of(Request request, String upstreamModel) {
        var model = ascii("\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(upstreamModel)) + "\"");
        boolean wantUsage = request.options().streaming() && !request.options().usageWanted();
        var fields = request.fields();
        var body = request.body().filter(there -> there.dialect().equals(Body.OPENAI_CHAT));
        if (body.isPresent() && fields.containsKey("model") && !fields.containsKey(OWN_FIELD)) {
            return spliced(body.get().json(), fields, model, wantUsage);
        }
        return written(request, model, wantUsage);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Bytes `from` (inclusive) to `to` (exclusive) of the client's body give way to `now`.
    private record Edit(int from, int to, byte[] now) {
        static Edit of(Json old, byte[] now) {
            return new Edit(old.offset(), old.offset() + old.length(), now);
        }
    }

    private static byte[] spliced(Json body, Map<String, Json> fields, byte[] model, boolean wantUsage) {
        var edits = new ArrayList<Edit>(2);
        fields.forEach((name, value) -> {
            if (name.equals("model")) edits.add(Edit.of(value, model));
            if (wantUsage && name.equals("stream_options")) edits.add(Edit.of(value, withUsage(value)));
        });
        if (wantUsage && !fields.containsKey("stream_options")) {
            int inside = firstBrace(body) + 1;
            edits.add(new Edit(inside, inside, USAGE_FIELD));
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        var out = new ByteArrayOutputStream(body.length() + model.length + USAGE_FIELD.length);
        int at = body.offset();
        for (var edit : edits) {
            out.write(body.array(), at, edit.from() - at);
            out.writeBytes(edit.now());
            at = edit.to();
        }
        out.write(body.array(), at, body.offset() + body.length() - at);
        return out.toByteArray();
    }

    private static int firstBrace(Json body) {
        int at = body.offset();
        while (body.array()[at] != '{') at++;
        return at;
    }

    /// The client's stream options, with the wish for usage.
    private static byte[] withUsage(Json options) {
        var out = new ByteArrayOutputStream();
        try (var parser = JSON.createParser(
                        ObjectReadContext.empty(), options.array(), options.offset(), options.length());
                var to = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return USAGE_WANTED;
            to.writeStartObject();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                if (parser.currentName().equals("include_usage")) {
                    parser.nextToken();
                    parser.skipChildren();
                } else to.copyCurrentStructure(parser);
            }
            to.writeBooleanProperty("include_usage", true);
            to.writeEndObject();
        }
        return out.toByteArray();
    }

    private static byte[] written(Request request, byte[] model, boolean wantUsage) {
        var out = new ByteArrayOutputStream(1024);
        try (var to = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            to.writeStartObject();
            raw(to, "model", new String(model, StandardCharsets.UTF_8));
            request.fields().forEach((name, value) -> {
                boolean ours = name.equals("model") || name.equals(OWN_FIELD) || name.equals("stream");
                if (!ours && !(wantUsage && name.equals("stream_options"))) raw(to, name, value.toString());
            });
            if (request.options().streaming()) to.writeBooleanProperty("stream", true);
            if (wantUsage) {
                var options = request.fields().get("stream_options");
                raw(
                        to,
                        "stream_options",
                        new String(options == null ? USAGE_WANTED : withUsage(options), StandardCharsets.UTF_8));
            }
            to.writeArrayPropertyStart("messages");
            for (var message : request.messages()) message(to, message);
            to.writeEndArray();
            to.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void raw(JsonGenerator to, String name, String json) {
        to.writeName(name);
        to.writeRawValue(json);
    }

    private static void message(JsonGenerator to, Message message) {
        if (message.source().isPresent()) {
            to.writeRawValue(message.source().get().toString());
            return;
        }
        to.writeStartObject();
        to.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.parts().stream().allMatch(Part.Text.class::isInstance)) {
            to.writeStringProperty("content", message.text());
        } else {
            to.writeArrayPropertyStart("content");
            for (var part : message.parts()) part(to, part);
            to.writeEndArray();
        }
        message.toolCallId().ifPresent(id -> to.writeStringProperty("tool_call_id", id));
        if (!message.toolCalls().isEmpty()) {
            to.writeArrayPropertyStart("tool_calls");
            for (var call : message.toolCalls()) {
                to.writeStartObject();
                to.writeStringProperty("id", call.id());
                to.writeStringProperty("type", "function");
                to.writeObjectPropertyStart("function");
                to.writeStringProperty("name", call.name());
                to.writeStringProperty("arguments", call.arguments());
                to.writeEndObject();
                to.writeEndObject();
            }
            to.writeEndArray();
        }
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
