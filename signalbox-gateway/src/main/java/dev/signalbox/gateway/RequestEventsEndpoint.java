package dev.signalbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.chat.Json;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;

/// `GET /api/requests/{id}`: what happened to a request, in order.
final class RequestEventsEndpoint {
    static final String PATH = "/api/requests";

    private final Journal journal;
    private final Function<Event, Json> writer;

    RequestEventsEndpoint(Journal journal, Function<Event, Json> writer) {
        this.journal = journal;
        this.writer = writer;
    }

    HttpReply story(HttpExchange httpExchange) {
        var id = httpExchange.client().path().substring(PATH.length() + 1);
        var events = of(journal, id, httpExchange.tenant());
        if (events.isEmpty()) {
            return HttpReply.problem(404, "Not Found", "The journal knows no request of this id.");
        }
        return HttpReply.json(Json.of(json(id, events)));
    }

    /// The events of a tenant's own request; empty where there are none, or another's.
    static List<Event> of(Journal journal, String id, String tenant) {
        var events = journal.events(id);
        // A story whose beginning is lost is nobody's.
        var own = events.stream()
                .anyMatch(event -> event instanceof Event.Asked asked
                        && asked.request().tenant().equals(tenant));
        return own ? events : List.of();
    }

    private byte[] json(String id, List<Event> events) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("{\"id\":".getBytes(UTF_8));
        out.writeBytes(ChatWriter.bytes(JsonNodeFactory.instance.stringNode(id)));
        out.writeBytes(",\"events\":[".getBytes(UTF_8));
        var separator = "";
        for (var event : events) {
            var json = writer.apply(event);
            out.writeBytes(separator.getBytes(UTF_8));
            out.write(json.array(), json.offset(), json.length());
            separator = ",";
        }
        out.writeBytes("]}".getBytes(UTF_8));
        return out.toByteArray();
    }
}
