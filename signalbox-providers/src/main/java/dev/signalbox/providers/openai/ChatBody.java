package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.model.Model;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.JsonStringEncoder;

/// A request in OpenAI's format. Where the client's own bytes are there, they are sent as they are, save for the
/// model's name, the wish that a stream report its usage, Signalbox's own field, and what is added in front because the
/// client left it open (see [Extras]); else [ChatWriting] writes them. Nothing else that the client sent is lost or
/// moved.
final class ChatBody {
    /// Our own extra field, which no upstream shall see.
    static final String OWN_FIELD = "signalbox";

    private static final byte[] USAGE_WANTED = "{\"include_usage\":true}".getBytes(UTF_8);
    private static final String USAGE_FIELD = "\"stream_options\":{\"include_usage\":true},";
    private static final byte[] NOTHING = {};

    private ChatBody() {}

    static byte[] of(Request request, Model asked, Prefill prefill) {
        var model = quoted(asked.upstream()).getBytes(UTF_8);
        var extras = Extras.of(request, asked);
        boolean wantUsage = request.options().streaming() && !request.options().usageWanted();
        var body = request.body().filter(there -> there.dialect().equals(Body.OPENAI_CHAT));
        if (body.isPresent() && isSplicable(body.get().json(), request.fields())) {
            return spliced(body.get().json(), edits(body.get().json(), request.fields(), model, extras, wantUsage));
        }
        return ChatWriting.write(request, model, extras, wantUsage, prefill);
    }

    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }

    /// True where the fields are slices of the body, so that their places are known.
    private static boolean isSplicable(Json body, Map<String, Json> fields) {
        return fields.containsKey("model") && fields.values().stream().allMatch(field -> field.array() == body.array());
    }

    /// Bytes `from` (inclusive) to `to` (exclusive) of the client's body give way to `now`.
    private record Edit(int from, int to, byte[] now) {
        static Edit of(Json old, byte[] now) {
            return new Edit(old.offset(), old.offset() + old.length(), now);
        }

        int growth() {
            return now.length - (to - from);
        }
    }

    private static List<Edit> edits(
            Json body, Map<String, Json> fields, byte[] model, Map<String, String> extras, boolean wantUsage) {
        var edits = new ArrayList<Edit>(3);
        fields.forEach((name, value) -> {
            if (name.equals("model")) edits.add(Edit.of(value, model));
            else if (name.equals(OWN_FIELD)) edits.add(without(value));
            else if (wantUsage && name.equals("stream_options")) edits.add(Edit.of(value, withUsage(value)));
        });
        var front = new StringBuilder();
        if (wantUsage && !fields.containsKey("stream_options")) front.append(USAGE_FIELD);
        extras.forEach((name, value) ->
                front.append('"').append(name).append("\":").append(value).append(','));
        if (!front.isEmpty()) {
            int inside = body.offset();
            while (body.array()[inside] != '{') inside++;
            edits.add(new Edit(inside + 1, inside + 1, front.toString().getBytes(UTF_8)));
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        return edits;
    }

    /// Takes a field out whole: its name, its value, and the comma before it or, where it is the first, after it. Its
    /// name holds no quotation mark, however it is written.
    private static Edit without(Json value) {
        var bytes = value.array();
        int start = value.offset() - 1;
        while (bytes[start] != '"') start--;
        start--;
        while (bytes[start] != '"') start--;
        int before = start - 1;
        while (isSpace(bytes[before])) before--;
        int end = value.offset() + value.length();
        if (bytes[before] == ',') return new Edit(before, end, NOTHING);
        while (bytes[end] != ',') end++;
        return new Edit(start, end + 1, NOTHING);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static byte[] spliced(Json body, List<Edit> edits) {
        int length = body.length();
        for (var edit : edits) length += edit.growth();
        var out = new byte[length];
        int read = body.offset();
        int written = 0;
        for (var edit : edits) {
            int kept = edit.from() - read;
            System.arraycopy(body.array(), read, out, written, kept);
            System.arraycopy(edit.now(), 0, out, written + kept, edit.now().length);
            written += kept + edit.now().length;
            read = edit.to();
        }
        System.arraycopy(body.array(), read, out, written, length - written);
        return out;
    }

    /// The client's stream options, with the wish for usage.
    static byte[] withUsage(Json options) {
        var out = new ByteArrayOutputStream();
        try (var parser = AnswerReader.JSON.createParser(
                        ObjectReadContext.empty(), options.array(), options.offset(), options.length());
                var to = AnswerReader.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
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

    static byte[] usageWanted() {
        return USAGE_WANTED;
    }
}
