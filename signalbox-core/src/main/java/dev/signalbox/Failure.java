package dev.signalbox;

import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.provider.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Every way in which a request can end without an answer, in four families by who must act. The code is stable; the
/// message says what happened, to what, and what to do. It never holds a prompt, a key or a stack trace.
public sealed interface Failure {
    String code();

    String message();

    /// The code for journal and log: one that no provider made up, since that could be the prompt.
    default String ownCode() {
        return code();
    }

    /// The message without what it quotes of a provider.
    default String ownMessage() {
        return message();
    }

    /// What the message quotes of a provider.
    default Optional<String> quoted() {
        return Optional.empty();
    }

    /// The client must change something.
    sealed interface Client extends Failure {}

    /// Somebody must wait, or raise a limit.
    sealed interface Limit extends Failure {}

    /// An upstream provider failed.
    sealed interface Upstream extends Failure {}

    /// A fault of ours.
    sealed interface Ours extends Failure {}

    /// The request can't be read.
    ///
    /// @param param the field that is wrong, as a path such as `messages[2].role`
    record Malformed(String code, String message, Optional<String> param) implements Client {}

    record TooLarge(long bytesMax) implements Client {
        @Override
        public String code() {
            return "request_too_large";
        }

        @Override
        public String message() {
            return "The request body is larger than %,d bytes, the limit set by `server.body_bytes_max`."
                    .formatted(bytesMax);
        }
    }

    /// The request comes in a form that is not taken: its content type, its encoding.
    record Unsupported(String code, String message) implements Client {}

    /// Whoever asks may not, whatever the request is: a page of another origin, a key for something it is not for.
    record Forbidden(String code, String message) implements Client {}

    record UnknownModel(String model, Optional<String> nearest) implements Client {
        @Override
        public String code() {
            return "model_not_found";
        }

        @Override
        public String message() {
            return "The model `%s` does not exist here.%s GET /v1/models lists those that do."
                    .formatted(
                            model, nearest.map(" Did you mean `%s`?"::formatted).orElse(""));
        }
    }

    record NoRoute() implements Client {
        @Override
        public String code() {
            return "no_route";
        }

        @Override
        public String message() {
            return "No route's `when` holds for this request. Name a route as `auto/ROUTE`, or add one without `when`.";
        }
    }

    /// No model of the route may answer, by the rules of those who run the router.
    record NotPermitted(String route, List<Objection> objections) implements Client {
        public NotPermitted {
            objections = List.copyOf(objections);
        }

        @Override
        public String code() {
            return "not_permitted";
        }

        @Override
        public String message() {
            return noModel(route, objections) + ".";
        }
    }

    /// No model of the route has what the request needs.
    record Unable(String route, List<Objection> objections) implements Client {
        public Unable {
            objections = List.copyOf(objections);
        }

        @Override
        public String code() {
            return "unsupported_by_models";
        }

        @Override
        public String message() {
            return noModel(route, objections)
                    + ". Ask without it, or name what a model can do in its setting `models.NAME.can`.";
        }
    }

    /// The request fits no model's context. The code and the words are those by which agents shorten their history.
    ///
    /// @param contextTokens the largest context of those that would else be asked
    record TooLong(String route, int contextTokens, List<Objection> objections) implements Client {
        public TooLong {
            objections = List.copyOf(objections);
        }

        @Override
        public String code() {
            return "context_length_exceeded";
        }

        @Override
        public String message() {
            return "This model's maximum context length is %d tokens. Please reduce the length of the messages. %s."
                    .formatted(contextTokens, noModel(route, objections));
        }
    }

    /// Every model would cost more than the request may.
    record TooDear(String route, List<Objection> objections) implements Client {
        public TooDear {
            objections = List.copyOf(objections);
        }

        @Override
        public String code() {
            return "insufficient_budget";
        }

        @Override
        public String message() {
            return noModel(route, objections)
                    + ". Allow more with `x-signalbox-cost-max-usd`, and with `cost_max` of the route where it has one.";
        }
    }

    /// Every model that could answer rests after failures, and will be asked again.
    ///
    /// @param retryAfter until the first of them may be asked
    /// @param throttled whether all of them rest because their providers limit the rate
    record Resting(String route, Duration retryAfter, boolean throttled, List<Objection> objections) implements Limit {
        public Resting {
            objections = List.copyOf(objections);
        }

        @Override
        public String code() {
            return throttled ? "rate_limit_exceeded" : "models_resting";
        }

        @Override
        public String message() {
            return noModel(route, objections)
                    + ". Try again in %d s."
                            .formatted(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
        }
    }

    /// Why nobody may answer, from what is in the models' way. The model that is nearest to being asked decides: what
    /// passes by itself goes before what the client can change, and that before what only the settings can.
    static Failure nobody(String route, List<Objection> objections) {
        return NoModelReason.of(route, objections);
    }

    private static String noModel(String route, List<Objection> objections) {
        return NoModelReason.message(route, objections);
    }

    /// The server has as much to do as it can.
    record Busy(Duration retryAfter) implements Limit {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public String message() {
            return "The router is at its limit of concurrent requests (`server.requests_max`). Try again in a moment.";
        }
    }

    /// The memory for what is buffered is spent.
    record Full() implements Limit {
        @Override
        public String code() {
            return "overloaded";
        }

        @Override
        public String message() {
            return "The router's memory for requests and answers is in use (`server.buffer_bytes_max`). Try again in a moment.";
        }
    }

    /// The last model of the plan failed.
    ///
    /// @param othersTried whether other models were asked, too, so that asking once more would not help
    record ProviderFailed(
            ProviderException.Kind kind, String detail, ProviderException.Details details, boolean othersTried)
            implements Upstream {
        /// What providers' errors are called where their words are their own. Any other code might quote the request.
        private static final Set<String> KNOWN_CODES = Set.of(
                "api_error",
                "authentication_error",
                "billing_hard_limit_reached",
                "content_filter",
                "content_policy_violation",
                "context_length_exceeded",
                "insufficient_quota",
                "invalid_api_key",
                "invalid_request_error",
                "invalid_value",
                "model_not_found",
                "not_found_error",
                "overloaded",
                "overloaded_error",
                "permission_error",
                "rate_limit_error",
                "rate_limit_exceeded",
                "request_too_large",
                "server_error",
                "timeout",
                "unsupported_parameter",
                "unsupported_value");

        public ProviderFailed(ProviderException failed) {
            this(failed.kind(), failed.reason(), failed.details(), failed.othersTried());
        }

        public ProviderFailed(ProviderException.Kind kind, String detail, ProviderException.Details details) {
            this(kind, detail, details, false);
        }

        @Override
        public String code() {
            return details.code().orElseGet(this::kindCode);
        }

        private String kindCode() {
            if (kind == ProviderException.Kind.OVER_BUDGET) return "insufficient_budget";
            return "upstream_" + kind.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String ownCode() {
            return details.code().filter(KNOWN_CODES::contains).orElseGet(this::kindCode);
        }

        @Override
        public String message() {
            return detail;
        }

        @Override
        public String ownMessage() {
            return new ProviderException(kind, detail, details).ownReason();
        }

        @Override
        public Optional<String> quoted() {
            return details.quoted();
        }
    }

    record DeadlinePassed() implements Upstream {
        @Override
        public String code() {
            return "deadline_exceeded";
        }

        @Override
        public String message() {
            return "The deadline (`server.deadline`) passed before an answer came.";
        }
    }

    /// The client went away; nobody reads this but the journal.
    record Cancelled() implements Client {
        @Override
        public String code() {
            return "cancelled";
        }

        @Override
        public String message() {
            return "The client closed the connection before the answer was complete.";
        }
    }

    /// A selector planned with a model that was not permitted.
    record Smuggled(String route, String model) implements Ours {
        @Override
        public String code() {
            return "internal_error";
        }

        @Override
        public String message() {
            return "The selector of route `%s` planned with `%s`, which is not permitted.".formatted(route, model);
        }
    }

    /// Something broke that should not have. The log has more under the request's id.
    record Broken() implements Ours {
        @Override
        public String code() {
            return "internal_error";
        }

        @Override
        public String message() {
            return "Signalbox failed. Its log says more under this request's id.";
        }
    }
}
