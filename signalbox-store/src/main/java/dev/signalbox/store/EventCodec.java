package dev.signalbox.store;

import dev.signalbox.chat.Json;
import dev.signalbox.journal.Event;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events to JSON and back. Numbers come back exactly. What was said comes back where it was captured; where it was
/// not, a marker stands in its place: `[not kept: sha256 ab12…, 512 characters]`.
///
/// The form lives long: a newer Signalbox may add fields and kinds of events, and an older one passes over them.
/// Thread-safe.
public final class EventCodec {
    /// Surrogates and what lies above are escaped: so a half of a pair, which a client may send, is kept as it is.
    private static final int LAST_PLAIN_CHARACTER = 0xD7FF;

    private static final int EVENTS_BYTES = 4096;

    private final JsonFactory factory = JsonFactory.builder()
            .highestNonEscapedChar(LAST_PLAIN_CHARACTER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private final JsonMapper mapper = new JsonMapper(factory);
    private final EventWriter writer;
    private final EventReader reader;

    /// Makes JSON that needs nothing else to be understood.
    ///
    /// @param capture whether texts are kept; where not, only their hash and length. Events out of a journal
    ///     are best written with `true`: the journal has already left out what it does not keep, and a
    ///     marker stays a marker.
    public EventCodec(boolean capture) {
        this(capture, ModelForm.WHOLE);
    }

    EventCodec(boolean capture, ModelForm models) {
        this.writer = EventWriter.of(capture, models);
        this.reader = new EventReader(models);
    }

    /// One event as a JSON object: `requestId`, `kind`, `at` and what the kind has to say.
    public Json toJson(Event event) {
        var out = new ByteArrayOutputStream(EVENTS_BYTES);
        try (var json = factory.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("requestId", event.requestId());
            writer.write(json, event);
            json.writeEndObject();
        }
        return Json.of(out.toByteArray());
    }

    /// Events of one request as a JSON array, without the request's id.
    byte[] encode(List<Event> events) {
        var out = new ByteArrayOutputStream(EVENTS_BYTES);
        try (var json = factory.createGenerator(out)) {
            json.writeStartArray();
            for (var event : events) {
                json.writeStartObject();
                writer.write(json, event);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return out.toByteArray();
    }

    /// Events that were read.
    ///
    /// @param skipped how many more there are that this version cannot read
    record Decoded(List<Event> events, int skipped) {}

    Decoded decode(String requestId, byte[] array) {
        var events = new ArrayList<Event>();
        int skipped = 0;
        JsonNode nodes;
        try {
            nodes = mapper.readTree(array);
        } catch (JacksonException damaged) {
            return new Decoded(List.of(), 1);
        }
        for (var node : nodes) {
            try {
                var event = reader.read(requestId, node);
                event.ifPresent(events::add);
                if (event.isEmpty()) skipped++;
            } catch (JacksonException | IllegalArgumentException | DateTimeException unreadable) {
                // One event in a form that this version does not know must not hide the others.
                skipped++;
            }
        }
        return new Decoded(List.copyOf(events), skipped);
    }
}
