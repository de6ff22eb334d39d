package dev.signalbox.gateway.openai;

import dev.signalbox.Failure;
import dev.signalbox.Failure.Broken;
import dev.signalbox.Failure.Busy;
import dev.signalbox.Failure.Cancelled;
import dev.signalbox.Failure.DeadlinePassed;
import dev.signalbox.Failure.Forbidden;
import dev.signalbox.Failure.Full;
import dev.signalbox.Failure.Malformed;
import dev.signalbox.Failure.NoRoute;
import dev.signalbox.Failure.NotPermitted;
import dev.signalbox.Failure.ProviderFailed;
import dev.signalbox.Failure.Resting;
import dev.signalbox.Failure.Smuggled;
import dev.signalbox.Failure.TooDear;
import dev.signalbox.Failure.TooLarge;
import dev.signalbox.Failure.TooLong;
import dev.signalbox.Failure.Unable;
import dev.signalbox.Failure.UnknownModel;
import dev.signalbox.Failure.Unsupported;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An error as OpenAI's clients understand it. A provider's error keeps its meaning: its status where the
/// request was at fault, its code, its param and its Retry-After.
///
/// @param param the field of the request that is wrong
/// @param again whether the client should try again by itself (`x-should-retry`): yes where time alone helps, no where
///     other models were tried here as well and the official clients would multiply it; else the client decides
public record ErrorReply(
        int status,
        String type,
        String code,
        String message,
        Optional<String> param,
        Optional<Duration> retryAfter,
        Optional<Boolean> again) {
    private static final String REQUEST = "invalid_request_error";
    private static final String UPSTREAM = "upstream_error";
    private static final String OURS = "server_error";
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    /// An error of HTTP itself, before there is a request that could fail.
    public static ErrorReply of(int status, String code, String message) {
        return new ErrorReply(status, REQUEST, code, message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static ErrorReply of(Failure failure) {
        return switch (failure) {
            case Malformed malformed -> simple(400, REQUEST, malformed, malformed.param());
            case TooLarge _ -> simple(413, REQUEST, failure, Optional.empty());
            case Unsupported _ -> simple(415, REQUEST, failure, Optional.empty());
            case Forbidden _ -> simple(403, REQUEST, failure, Optional.empty());
            case Full _ ->
                new ErrorReply(
                        503,
                        OURS,
                        failure.code(),
                        failure.message(),
                        Optional.empty(),
                        Optional.of(COME_BACK),
                        Optional.of(true));
            case UnknownModel _ -> simple(404, REQUEST, failure, Optional.of("model"));
            case NoRoute _ -> simple(404, REQUEST, failure, Optional.of("model"));
            case NotPermitted _ -> simple(403, REQUEST, failure, Optional.empty());
            case Unable _ -> simple(400, REQUEST, failure, Optional.empty());
            case TooLong _ -> simple(400, REQUEST, failure, Optional.of("messages"));
            // Of the refusals that the client can lift, this is the one that asks for money (RFC 9110, 15.5.3).
            case TooDear _ -> simple(402, REQUEST, failure, Optional.empty());
            case Resting resting ->
                new ErrorReply(
                        resting.throttled() ? 429 : 503,
                        resting.throttled() ? "rate_limit_error" : OURS,
                        failure.code(),
                        failure.message(),
                        Optional.empty(),
                        Optional.of(resting.retryAfter()),
                        Optional.of(true));
            case Cancelled _ -> simple(499, REQUEST, failure, Optional.empty());
            case Busy(var retryAfter) ->
                new ErrorReply(
                        503,
                        OURS,
                        failure.code(),
                        failure.message(),
                        Optional.empty(),
                        Optional.of(retryAfter),
                        Optional.of(true));
            case ProviderFailed failed -> upstream(failed);
            case DeadlinePassed _ -> simple(504, UPSTREAM, failure, Optional.empty());
            case Smuggled _, Broken _ -> simple(500, OURS, failure, Optional.empty());
        };
    }

    private static ErrorReply simple(int status, String type, Failure failure, Optional<String> param) {
        return new ErrorReply(
                status, type, failure.code(), failure.message(), param, Optional.empty(), Optional.empty());
    }

    private static ErrorReply upstream(ProviderFailed failed) {
        return switch (failed.kind()) {
            case REFUSED, DECLINED, TOO_LONG -> toldBy(failed, refusal(failed), REQUEST, Optional.empty());
            // Of the failures that the client can lift, this is the one that asks for money (RFC 9110, 15.5.3).
            case OVER_BUDGET -> toldBy(failed, 402, "insufficient_budget", Optional.empty());
            case THROTTLED -> toldBy(failed, 429, "rate_limit_error", Optional.of(true));
            case OVERLOADED, NO_ROOM -> ofServer(failed, 503, failed.code(), Optional.of(true));
            case TIMED_OUT, LATE -> ofServer(failed, 504, failed.code(), given(failed));
            case BROKEN -> ofServer(failed, 502, brokenCode(failed), given(failed));
            case UNREACHABLE, REJECTED -> ofServer(failed, 502, failed.code(), given(failed));
            // The key that was denied is ours: the client can do nothing about it, so its code would mislead.
            case DENIED -> ofServer(failed, 502, "upstream_denied", given(failed));
        };
    }

    /// Asking again multiplies what was tried here; where one model alone was asked, it may help.
    private static Optional<Boolean> given(ProviderFailed failed) {
        return failed.othersTried() ? Optional.of(false) : Optional.empty();
    }

    /// What a provider does not have (404) is a matter of the settings, whatever it says of the request.
    private static String brokenCode(ProviderFailed failed) {
        return failed.details().status().orElse(0) == 404 ? "upstream_not_found" : failed.code();
    }

    /// A failure that the provider's own words describe.
    private static ErrorReply toldBy(ProviderFailed failed, int status, String type, Optional<Boolean> again) {
        var details = failed.details();
        return new ErrorReply(
                status,
                details.type().orElse(type),
                failed.code(),
                failed.message(),
                details.param(),
                details.retryAfter(),
                again);
    }

    /// A failure of the provider, for which the client is not to blame.
    private static ErrorReply ofServer(ProviderFailed failed, int status, String code, Optional<Boolean> again) {
        var retryAfter = failed.details().retryAfter();
        return new ErrorReply(status, UPSTREAM, code, failed.message(), Optional.empty(), retryAfter, again);
    }

    /// The provider's own status, unless it is one that would speak of the client's key or of time.
    private static int refusal(ProviderFailed failed) {
        int status = failed.details().status().orElse(400);
        return switch (status) {
            case 401, 403, 407, 408, 429 -> 400;
            default -> status >= 400 && status < 500 ? status : 400;
        };
    }

    /// The body: `{"error": {"message", "type", "param", "code"}}`.
    public byte[] json() {
        var error = JsonNodeFactory.instance.objectNode();
        error.put("message", message)
                .put("type", type)
                .put("param", param.orElse(null))
                .put("code", code);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return ChatWriter.bytes(body);
    }
}
