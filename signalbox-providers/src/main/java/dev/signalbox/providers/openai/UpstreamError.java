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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// What a server says of its own failure, in OpenAI's envelope or one of its common variants.
record UpstreamError(Optional<String> message, Optional<String> type, Optional<String> param, Optional<String> code) {
    private static final int MESSAGE_LETTERS_MAX = 500;
    private static final int WORD_LETTERS_MAX = 100;
    private static final Duration RETRY_LATEST = Duration.ofDays(1);

    private static final UpstreamError SILENT =
            new UpstreamError(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// How servers say that a request does not fit a model's context, where they have no code for it: OpenAI and vLLM,
    /// llama.cpp, Anthropic, Gemini, Mistral.
    private static final List<String> TOO_LONG = List.of(
            "context_length_exceeded",
            "maximum context length",
            "exceed_context_size",
            "exceeds the available context size",
            "prompt is too long",
            "exceeds the maximum number of tokens",
            "too large for model with");

    /// The value of an `error` field: an object, or just a sentence; null where it is neither.
    static @Nullable UpstreamError read(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return new UpstreamError(
                    Optional.of(parser.getString()), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) return null;
        var envelope = new Envelope();
        AnswerReader.fields(parser, envelope::field);
        return envelope.error == null ? envelope.flat() : envelope.error;
    }

    /// The error in a body. A body that is no such JSON is not quoted: it may be anything.
    static UpstreamError of(byte[] body) {
        try (var parser = AnswerReader.JSON.createParser(ObjectReadContext.empty(), body)) {
            // Some servers put the object into an array.
            if (parser.nextToken() == JsonToken.START_ARRAY) parser.nextToken();
            var error = parser.currentToken() == JsonToken.START_OBJECT ? read(parser) : null;
            return error == null ? SILENT : error;
        } catch (JacksonException notJson) {
            return SILENT;
        }
    }

    /// Collects an error's fields, whether they lie in an `error` or beside it.
    private static final class Envelope {
        @Nullable
        UpstreamError error;

        private @Nullable String message;
        private @Nullable String type;
        private @Nullable String param;
        private @Nullable String code;

        void field(String name, JsonParser parser) {
            switch (name) {
                case "error" -> error = read(parser);
                case "message", "detail" -> message = scalar(parser);
                case "type" -> type = scalar(parser);
                case "param" -> param = scalar(parser);
                case "code" -> code = scalar(parser);
                default -> {}
            }
        }

        private static @Nullable String scalar(JsonParser parser) {
            return parser.currentToken().isScalarValue() ? parser.getValueAsString() : null;
        }

        UpstreamError flat() {
            return new UpstreamError(
                    Optional.ofNullable(message),
                    Optional.ofNullable(type),
                    Optional.ofNullable(param),
                    Optional.ofNullable(code));
        }
    }

    /// An answer with an error's status.
    ProviderException ofStatus(Head head, UpstreamOptions upstream, Instant now) {
        int status = head.status();
        var where = status >= 300 && status < 400
                ? "answered with a redirect (status %d), which is not followed; check its `url`".formatted(status)
                : "answered with status %d".formatted(status);
        return exception(kind(status), where, OptionalInt.of(status), retryAfter(head, now), upstream, Usage.NONE);
    }

    /// An error where an answer or its next piece should be.
    ProviderException inAnswer(UpstreamOptions upstream, Usage spent) {
        var kind = kindOfWords();
        return exception(
                kind, "reported an error in its answer", OptionalInt.empty(), Optional.empty(), upstream, spent);
    }

    private Kind kindOfWords() {
        if (tooLong()) return Kind.TOO_LONG;
        var words = type.orElse("") + " " + code.orElse("");
        if (words.contains("rate_limit") || words.contains("429")) return Kind.THROTTLED;
        if (words.contains("overloaded") || words.contains("503") || words.contains("529")) return Kind.OVERLOADED;
        return Kind.BROKEN;
    }

    private Kind kind(int status) {
        return switch (status) {
            case 400, 413, 422 -> tooLong() ? Kind.TOO_LONG : Kind.REFUSED;
            case 415 -> Kind.REFUSED;
            case 401, 403 -> Kind.DENIED;
            case 408 -> Kind.TIMED_OUT;
            case 429 -> Kind.THROTTLED;
            case 503, 529 -> Kind.OVERLOADED;
            // Also 404: the model's name is wrong in the settings, not in the request, and another model has another.
            default -> Kind.BROKEN;
        };
    }

    private boolean tooLong() {
        var words = "%s %s %s".formatted(type.orElse(""), code.orElse(""), message.orElse(""));
        var lower = words.toLowerCase(Locale.ROOT);
        return TOO_LONG.stream().anyMatch(lower::contains);
    }

    private ProviderException exception(
            Kind kind,
            String where,
            OptionalInt status,
            Optional<Duration> retryAfter,
            UpstreamOptions upstream,
            Usage spent) {
        // What our key is refused with may tell about the key.
        var text = kind == Kind.DENIED
                ? "Provider `%s` does not take the key that it was sent; check its `key`.".formatted(upstream.name())
                : "Provider `%s` %s%s"
                        .formatted(
                                upstream.name(),
                                where,
                                message.map(said -> ": " + bounded(said, MESSAGE_LETTERS_MAX, upstream))
                                        .orElse("."));
        return new ProviderException(
                kind,
                text,
                new Details(
                        status, word(type, upstream), word(code, upstream), word(param, upstream), retryAfter, spent));
    }

    private static Optional<String> word(Optional<String> said, UpstreamOptions upstream) {
        return said.map(text -> bounded(text, WORD_LETTERS_MAX, upstream));
    }

    private static String bounded(String said, int lettersMax, UpstreamOptions upstream) {
        var text = upstream.scrubbed(said).strip();
        if (text.length() <= lettersMax) return text;
        int cut = Character.isHighSurrogate(text.charAt(lettersMax - 1)) ? lettersMax - 1 : lettersMax;
        return text.substring(0, cut) + "…";
    }

    private static Optional<Duration> retryAfter(Head head, Instant now) {
        return head.retryAfterMs()
                .flatMap(value -> seconds(value).map(ms -> ms.dividedBy(1000)))
                .or(() -> head.retryAfter().flatMap(value -> seconds(value).or(() -> date(value, now))))
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(RETRY_LATEST) > 0 ? RETRY_LATEST : wait);
    }

    private static Optional<Duration> seconds(String value) {
        try {
            return Optional.of(Duration.ofMillis((long) (Double.parseDouble(value.strip()) * 1000)));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            var at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(now, at.toInstant()));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
