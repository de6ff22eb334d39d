package dev.signalbox.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Request.Body;
import dev.signalbox.model.Model;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.JsonStringEncoder;

/// A request in OpenAI's format. Where the client's own bytes are there, they are sent as they are, save for the
/// model's name, the name of the limit of the answer's length, the wish that a stream report its usage, Signalbox's own
/// field, and what is added in front because the client left it open (see [AddedFields]); else [ChatBodyWriting]
/// writes them. Nothing else that the client sent is lost or moved.
final class ChatBody {
    /// Our own extra field, which no upstream shall see.
    static final String OWN_FIELD = "signalbox";

    private static final byte[] USAGE_WANTED = "{\"include_usage\":true}".getBytes(UTF_8);
    private static final String USAGE_FIELD = "\"stream_options\":{\"include_usage\":true},";
    private static final String STREAM_FIELD = "\"stream\":true,";
    private static final byte[] TRUE = "true".getBytes(UTF_8);
    private static final byte[] NOTHING = {};

    private ChatBody() {}

    /// How a request is asked.
    ///
    /// @param streaming whether a stream is asked for, which a client that waits for the whole need not know
    record Manner(Prefill prefill, RequestFormat format, boolean streaming) {}

    /// A request as it is sent.
    ///
    /// @param added the fields in it that the client did not send
    /// @param limit the name of the limit of the answer's length in it
    record Written(byte[] bytes, Set<AddedField> added, Optional<OutputLimit> limit, RequestFormat format) {}

    static Written of(Request request, Model asked, Manner manner) {
        var format = manner.format();
        var model = quoted(asked.upstream()).getBytes(UTF_8);
        var extras = AddedFields.of(request, asked, format);
        boolean wantUsage = manner.streaming()
                && !(request.options().streaming() && request.options().usageWanted())
                && !format.omits(AddedField.STREAM_OPTIONS);
        var added = AddedFields.added(extras);
        if (wantUsage) added.add(AddedField.STREAM_OPTIONS);
        var bytes = bytes(request, model, extras, wantUsage, manner);
        return new Written(bytes, added, limit(request, format), format);
    }

    private static byte[] bytes(
            Request request, byte[] model, Map<String, String> extras, boolean wantUsage, Manner manner) {
        var fields = request.fields();
        var body = request.body().filter(there -> there.dialect().equals(Body.OPENAI_CHAT));
        if (body.isEmpty()
                || !isSplicable(body.get().json(), fields)
                // Of two limits the model takes one: no edit of a name, and too rare for more.
                || manner.format().outputLimit().isPresent() && limits(fields) > 1) {
            return ChatBodyWriting.write(request, model, extras, wantUsage, manner);
        }
        var json = body.get().json();
        var edits = edits(fields, model, wantUsage, manner);
        front(json, fields, extras, wantUsage, manner).ifPresent(edits::add);
        edits.sort(Comparator.comparingInt(Edit::from));
        return spliced(json, edits);
    }

    private static long limits(Map<String, Json> fields) {
        return Arrays.stream(OutputLimit.values())
                .filter(limit -> fields.containsKey(limit.field()))
                .count();
    }

    /// The name under which the request has its limit, as it is sent.
    private static Optional<OutputLimit> limit(Request request, RequestFormat format) {
        var sent = Arrays.stream(OutputLimit.values())
                .filter(limit -> request.fields().containsKey(limit.field()))
                .toList();
        if (sent.isEmpty() && request.options().outputTokensMax().isEmpty()) return Optional.empty();
        if (format.outputLimit().isPresent()) return format.outputLimit();
        if (sent.size() > 1) return Optional.empty();
        return Optional.of(sent.isEmpty() ? OutputLimit.MAX_TOKENS : sent.getFirst());
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

    private static List<Edit> edits(Map<String, Json> fields, byte[] model, boolean wantUsage, Manner manner) {
        var edits = new ArrayList<Edit>(4);
        var limit = manner.format().outputLimit();
        fields.forEach((name, value) -> {
            switch (name) {
                case "model" -> edits.add(Edit.of(value, model));
                case OWN_FIELD -> edits.add(without(value));
                case "stream" -> {
                    if (manner.streaming()) edits.add(Edit.of(value, TRUE));
                }
                case "stream_options" -> {
                    if (wantUsage) edits.add(Edit.of(value, withUsage(value)));
                }
                case "max_tokens", "max_completion_tokens" -> {
                    if (limit.isPresent() && !name.equals(limit.get().field())) edits.add(named(value, limit.get()));
                }
                default -> {}
            }
        });
        return edits;
    }

    /// What is put before the client's first field.
    private static Optional<Edit> front(
            Json body, Map<String, Json> fields, Map<String, String> extras, boolean wantUsage, Manner manner) {
        var front = new StringBuilder();
        if (manner.streaming() && !fields.containsKey("stream")) front.append(STREAM_FIELD);
        if (wantUsage && !fields.containsKey("stream_options")) front.append(USAGE_FIELD);
        extras.forEach((name, value) ->
                front.append('"').append(name).append("\":").append(value).append(','));
        if (front.isEmpty()) return Optional.empty();
        int inside = body.offset();
        while (body.array()[inside] != '{') inside++;
        return Optional.of(new Edit(inside + 1, inside + 1, front.toString().getBytes(UTF_8)));
    }

    /// Gives a field the other name.
    private static Edit named(Json value, OutputLimit limit) {
        return new Edit(nameStart(value), value.offset(), (quoted(limit.field()) + ":").getBytes(UTF_8));
    }

    /// Where the field's name begins, with its quotation mark. A name holds none, however it is written.
    private static int nameStart(Json value) {
        var bytes = value.array();
        int start = value.offset() - 1;
        while (bytes[start] != '"') start--;
        start--;
        while (bytes[start] != '"') start--;
        return start;
    }

    /// Takes a field out whole: its name, its value, and the comma before it or, where it is the first, after it.
    private static Edit without(Json value) {
        var bytes = value.array();
        int start = nameStart(value);
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
