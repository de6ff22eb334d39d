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

    /// An error that was only hinted at: a choice that ended in one, without a word on it.
    static UpstreamError silent() {
        return SILENT;
    }

    /// The value of an `error` field: an object, a list of them, or just a sentence; says nothing where it is none of
    /// these. The parser is at the value's start and afterwards at its end.
    static UpstreamError read(JsonParser parser) {
        var envelope = new Envelope();
        envelope.value(parser);
        return envelope.error();
    }

    /// True where nothing is said: such an error, beside an answer, is none.
    boolean isSilent() {
        return message.isEmpty() && type.isEmpty() && code.isEmpty();
    }

    /// True where a message stands beside what names it an error, without an `error` around them.
    boolean isBare() {
        boolean named = code.isPresent()
                || type.map(said -> said.toLowerCase(Locale.ROOT).contains("error"))
                        .orElse(false);
        return message.isPresent() && named;
    }

    /// The error in a body. A body that is no such JSON is not quoted: it may be anything.
    static UpstreamError of(byte[] body) {
        try (var parser = AnswerReader.JSON.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            return read(parser);
        } catch (JacksonException notJson) {
            return SILENT;
        }
    }

    /// Collects an error's fields wherever a server puts them: in an `error` (or in one within it), in the first of a
    /// list, under `detail`, `errors` or `message`, or beside each other. What is said further in goes before
    /// what is said around it.
    private static final class Envelope {
        private static final int DEPTH_MAX = 6;

        private @Nullable String message;
        private @Nullable String type;
        private @Nullable String param;
        private @Nullable String code;
        private int messageDepth = -1;
        private int codeDepth = -1;
        private int depth;

        void value(JsonParser parser) {
            if (++depth <= DEPTH_MAX) {
                switch (parser.currentToken()) {
                    case VALUE_STRING -> text(parser.getString());
                    case START_OBJECT -> AnswerReader.fields(parser, this::field);
                    case START_ARRAY ->
                        AnswerReader.elements(parser, (position, element) -> {
                            if (position == 0) value(element);
                        });
                    case null, default -> {}
                }
            }
            depth--;
        }

        private void field(String name, JsonParser parser) {
            switch (name) {
                case "error", "errors", "detail", "details", "message", "msg", "error_message", "errorMessage" ->
                    value(parser);
                case "type", "__type" -> type = scalar(parser, type);
                case "param", "loc" -> param = scalar(parser, param);
                case "code", "status", "status_code", "error_code" -> code(scalar(parser, null), name.equals("code"));
                default -> {}
            }
        }

        private void text(String said) {
            if (said.isBlank() || depth < messageDepth) return;
            // Of two texts at one depth the first is the message; a later one only explains.
            if (depth == messageDepth) return;
            message = said;
            messageDepth = depth;
        }

        private void code(@Nullable String said, boolean exact) {
            int rank = 2 * depth + (exact ? 1 : 0);
            if (said == null || rank < codeDepth) return;
            code = said;
            codeDepth = rank;
        }

        private static @Nullable String scalar(JsonParser parser, @Nullable String otherwise) {
            var token = parser.currentToken();
            if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) return otherwise;
            var text = parser.getValueAsString();
            return text == null || text.isBlank() ? otherwise : text;
        }

        UpstreamError error() {
            return new UpstreamError(
                    Optional.ofNullable(message),
                    Optional.ofNullable(type),
                    Optional.ofNullable(param),
                    Optional.ofNullable(code).filter(said -> !said.equals("0")));
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

    /// An error where an answer or its next piece should be. Its code may be a number that means what an HTTP status
    /// does.
    ///
    /// @param begun whether the answer had begun: a request that is answered was not at fault, whatever is said
    ProviderException inAnswer(UpstreamOptions upstream, Usage spent, boolean begun) {
        var status = toldStatus();
        var told = status.isPresent() ? kind(status.getAsInt()) : kindOfWords();
        var kind = begun && told == Kind.REFUSED ? Kind.BROKEN : told;
        return exception(kind, "reported an error in its answer", status, Optional.empty(), upstream, spent);
    }

    private OptionalInt toldStatus() {
        var digits = code.orElse("");
        if (!digits.matches("[45]\\d\\d")) return OptionalInt.empty();
        return OptionalInt.of(Integer.parseInt(digits));
    }

    private Kind kindOfWords() {
        if (tooLong()) return Kind.TOO_LONG;
        if (isOwnRefusal()) return Kind.DECLINED;
        var words = (type.orElse("") + " " + code.orElse("")).toLowerCase(Locale.ROOT);
        if (words.contains("rate_limit") || words.contains("ratelimit") || words.contains("too_many_requests"))
            return Kind.THROTTLED;
        if (words.contains("overloaded") || words.contains("unavailable")) return Kind.OVERLOADED;
        if (words.contains("invalid_request") || words.contains("badrequest") || words.contains("bad_request"))
            return Kind.REFUSED;
        return Kind.BROKEN;
    }

    private Kind kind(int status) {
        return switch (status) {
            case 400, 413, 422 -> refusal();
            case 415 -> Kind.REFUSED;
            case 401 -> Kind.DENIED;
            case 403 -> isOwnRefusal() ? Kind.DECLINED : Kind.DENIED;
            case 408 -> Kind.TIMED_OUT;
            case 429 -> Kind.THROTTLED;
            case 503, 529 -> Kind.OVERLOADED;
            // Also 404: the model's name is wrong in the settings, not in the request, and another model has another.
            default -> Kind.BROKEN;
        };
    }

    private Kind refusal() {
        if (tooLong()) return Kind.TOO_LONG;
        // A prompt over the limit of tokens per minute, as Groq says it.
        if (code.orElse("").contains("rate_limit")) return Kind.THROTTLED;
        return isOwnRefusal() ? Kind.DECLINED : Kind.REFUSED;
    }

    private boolean isOwnRefusal() {
        return OwnRefusal.isToldBy(type.orElse(""), code.orElse(""), message.orElse(""));
    }

    private boolean tooLong() {
        return ContextOverflow.isToldBy(type.orElse(""), code.orElse(""), message.orElse(""));
    }

    private ProviderException exception(
            Kind kind,
            String where,
            OptionalInt status,
            Optional<Duration> retryAfter,
            UpstreamOptions upstream,
            Usage spent) {
        var quoted = kind == Kind.DENIED
                ? Optional.<String>empty()
                : message.map(said -> bounded(said, MESSAGE_LETTERS_MAX, upstream));
        // What our key is refused with may tell about the key.
        var text = kind == Kind.DENIED
                ? "Provider `%s` does not take the key that it was sent; check its `key`.".formatted(upstream.name())
                : "Provider `%s` %s%s"
                        .formatted(
                                upstream.name(), where, quoted.map(": "::concat).orElse("."));
        // Agents shorten their history by this code, and by no other.
        boolean tooLong = kind == Kind.TOO_LONG;
        return new ProviderException(
                kind,
                text,
                new Details(
                        status,
                        tooLong ? Optional.of("invalid_request_error") : word(type, upstream),
                        tooLong ? Optional.of("context_length_exceeded") : codeWord(upstream),
                        tooLong ? Optional.of("messages") : word(param, upstream),
                        retryAfter,
                        spent,
                        quoted));
    }

    /// A number is a status, which is told as one.
    private Optional<String> codeWord(UpstreamOptions upstream) {
        return word(code, upstream).filter(said -> !said.chars().allMatch(Character::isDigit));
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
