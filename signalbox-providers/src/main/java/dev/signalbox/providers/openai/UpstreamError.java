package dev.signalbox.providers.openai;

import dev.signalbox.chat.Usage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.provider.ProviderException.Details;
import dev.signalbox.provider.ProviderException.Kind;
import dev.signalbox.providers.http.Exchange.Head;
import dev.signalbox.providers.http.UpstreamOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a server says of its own failure, in OpenAI's envelope or one of its common variants.
record UpstreamError(Optional<String> message, Optional<String> type, Optional<String> param, Optional<String> code) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MESSAGE_LETTERS_MAX = 500;
    private static final UpstreamError SILENT =
            new UpstreamError(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// The value of an `error` field: an object, or just a sentence.
    static @Nullable UpstreamError read(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return new UpstreamError(
                    Optional.of(parser.getString()), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        String message = null;
        String type = null;
        String param = null;
        String code = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            var value = parser.currentToken().isScalarValue() ? parser.getValueAsString() : null;
            switch (name) {
                case "message" -> message = value;
                case "type" -> type = value;
                case "param" -> param = value;
                case "code" -> code = value;
                default -> {}
            }
            if (value == null) parser.skipChildren();
        }
        return new UpstreamError(
                Optional.ofNullable(message),
                Optional.ofNullable(type),
                Optional.ofNullable(param),
                Optional.ofNullable(code));
    }

    /// The error in a body. A body that is no such JSON is not quoted: it may be anything.
    static UpstreamError of(byte[] body) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return SILENT;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals("error") || name.equals("message") || name.equals("detail")) {
                    var error = read(parser);
                    if (error != null) return error;
                } else parser.skipChildren();
            }
            return SILENT;
        } catch (JacksonException notJson) {
            return SILENT;
        }
    }

    /// An answer with an error's status.
    ProviderException ofStatus(Head head, UpstreamOptions upstream, Instant now) {
        var kind = kind(head.status());
        return exception(kind, OptionalInt.of(head.status()), retryAfter(head, now), upstream, Usage.NONE);
    }

    /// An error in the middle of a stream.
    ProviderException inStream(UpstreamOptions upstream, Usage spent) {
        var what = type.orElse("") + " " + code.orElse("");
        var kind = what.contains("rate_limit") || what.contains("429")
                ? Kind.THROTTLED
                : what.contains("overloaded") || what.contains("503") ? Kind.OVERLOADED : Kind.BROKEN;
        return exception(kind, OptionalInt.empty(), Optional.empty(), upstream, spent);
    }

    private Kind kind(int status) {
        if (status == 400 && code.orElse("").equals("context_length_exceeded")) return Kind.TOO_LONG;
        return switch (status) {
            case 400, 413, 415, 422 -> Kind.REFUSED;
            case 401, 403 -> Kind.DENIED;
            case 408 -> Kind.TIMED_OUT;
            case 429 -> Kind.THROTTLED;
            case 503, 529 -> Kind.OVERLOADED;
            // Also 404: the model's name is wrong in the settings, not in the request.
            default -> Kind.BROKEN;
        };
    }

    private ProviderException exception(
            Kind kind, OptionalInt status, Optional<Duration> retryAfter, UpstreamOptions upstream, Usage spent) {
        var said = message.map(text -> ": " + scrubbed(text, upstream)).orElse(".");
        var where =
                status.isPresent() ? "answered with status " + status.getAsInt() : "reported an error in its stream";
        // What our key is refused with may tell about the key.
        var text = kind == Kind.DENIED
                ? "Provider `%s` does not take the key that it was sent; check its `key`.".formatted(upstream.name())
                : "Provider `%s` %s%s".formatted(upstream.name(), where, said);
        return new ProviderException(kind, text, new Details(status, type, code, param, retryAfter, spent));
    }

    private static String scrubbed(String message, UpstreamOptions upstream) {
        var text = message.strip();
        for (var secret : upstream.headers().values()) {
            text = text.replace(secret, "[secret]").replace(secret.replaceFirst("^Bearer ", ""), "[secret]");
        }
        return text.length() <= MESSAGE_LETTERS_MAX ? text : text.substring(0, MESSAGE_LETTERS_MAX) + "…";
    }

    private static Optional<Duration> retryAfter(Head head, Instant now) {
        try {
            if (head.retryAfterMs().isPresent()) {
                return Optional.of(Duration.ofMillis(
                        (long) Double.parseDouble(head.retryAfterMs().get())));
            }
            if (head.retryAfter().isEmpty()) return Optional.empty();
            var value = head.retryAfter().get().strip();
            if (value.chars().allMatch(c -> Character.isDigit(c) || c == '.')) {
                return Optional.of(Duration.ofMillis((long) (Double.parseDouble(value) * 1000)));
            }
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, at)).filter(Duration::isPositive);
        } catch (NumberFormatException | DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
