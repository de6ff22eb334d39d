package dev.signalbox.gateway;

import dev.signalbox.Failure;
import dev.signalbox.chat.Json;
import dev.signalbox.gateway.json.JsonCursor;
import dev.signalbox.gateway.openai.ChatWriter;
import dev.signalbox.gateway.openai.ErrorReply;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.JsonNodeFactory;

/// `POST /v1/feedback`: somebody's word on an answer, for the journal. The body is
/// `{"request_id", "rating": 0..1 or "thumbs": "up" | "down", "source", "comment"}`.
final class FeedbackEndpoint {
    static final String PATH = "/v1/feedback";
    private static final List<String> THUMBS = List.of("up", "down");
    private static final List<String> SOURCES = List.of("user", "test", "judge", "proxy");
    private static final int COMMENT_LENGTH_MAX = 10_000;
    private static final int RATINGS_MAX = 20;
    private static final String USER = "user";

    private final Journal journal;
    private final InstantSource clock;
    private final Map<String, String> sources;

    /// @param sources what a tenant's ratings count as; `user` where it is not named
    FeedbackEndpoint(Journal journal, InstantSource clock, Map<String, String> sources) {
        this.journal = journal;
        this.sources = sources;
        this.clock = clock;
    }

    private record Feedback(String requestId, double rating, Optional<String> claimed, Optional<String> comment) {}

    HttpReply rate(HttpExchange httpExchange) {
        var feedback = JsonCursor.read(httpExchange.body(), FeedbackEndpoint::read);
        var id = feedback.requestId();
        var story = RequestEventsEndpoint.of(journal, id, httpExchange.tenant());
        if (story.isEmpty()) {
            return HttpReply.error(ErrorReply.of(
                    404,
                    "request_not_found",
                    "The journal knows no request of this `request_id`: look it up in the "
                            + "header `x-signalbox-request` of the answer."));
        }
        // Whose word it is follows from the key: a client can't make its own rating a judge's.
        var source = sources.getOrDefault(httpExchange.tenant(), USER);
        if (feedback.claimed().isPresent() && !feedback.claimed().get().equals(source)) {
            return HttpReply.error(new Failure.Forbidden(
                    "source_not_permitted",
                    "Ratings of client `%s` count as `%s`. Leave `source` out, or set `server.feedback.%s: %s`."
                            .formatted(
                                    httpExchange.tenant(),
                                    source,
                                    httpExchange.tenant(),
                                    feedback.claimed().get())));
        }
        if (story.stream().filter(Event.Rated.class::isInstance).count() >= RATINGS_MAX) {
            return HttpReply.error(ErrorReply.of(
                    429,
                    "too_many_ratings",
                    "This request was rated %d times; more are not taken.".formatted(RATINGS_MAX)));
        }
        journal.append(new Event.Rated(id, clock.instant(), feedback.rating(), source, feedback.comment()));
        var said = JsonNodeFactory.instance.objectNode();
        said.put("object", "feedback")
                .put("request_id", id)
                .put("rating", feedback.rating())
                .put("source", source);
        return HttpReply.json(Json.of(ChatWriter.bytes(said)));
    }

    private static Feedback read(JsonCursor json) {
        var id = Optional.<String>empty();
        var rating = OptionalDouble.empty();
        var thumbs = Optional.<String>empty();
        var source = Optional.<String>empty();
        var comment = Optional.<String>empty();
        for (var name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "request_id" -> id = Optional.of(json.string());
                case "rating" -> rating = json.numberOrNull(0, 1);
                case "thumbs" -> thumbs = json.oneOfOrNull(THUMBS);
                case "source" -> source = json.oneOfOrNull(SOURCES);
                case "comment" -> comment = comment(json);
                default -> json.skip();
            }
        }
        if (id.isEmpty()) throw json.missing("request_id");
        if (rating.isEmpty() && thumbs.isEmpty()) throw json.missing("rating");
        double value = rating.isPresent() ? rating.getAsDouble() : thumbs.get().equals("up") ? 1 : 0;
        return new Feedback(id.get(), value, source, comment);
    }

    private static Optional<String> comment(JsonCursor json) {
        var comment = json.stringOrNull();
        if (comment.isPresent() && comment.get().length() > COMMENT_LENGTH_MAX) {
            throw json.wrongValue("must not be longer than %,d characters".formatted(COMMENT_LENGTH_MAX));
        }
        return comment;
    }
}
