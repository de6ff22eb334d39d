package dev.signalbox;

import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.provider.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every way in which a request can end without an answer, in four families by who must act. The code is stable; the
/// message says what happened, to what, and what to do. It never holds a prompt, a key or a stack trace.
public sealed interface Failure {
    String code();

    String message();

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
            return "No model of route `%s` may answer: %s."
                    .formatted(
                            route, objections.stream().map(Objection::toString).collect(Collectors.joining("; ")));
        }
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

    /// The last model of the plan failed.
    record ProviderFailed(ProviderException.Kind kind, String detail, ProviderException.Details details)
            implements Upstream {
        @Override
        public String code() {
            return details.code().orElse("upstream_" + kind.name().toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public String message() {
            return detail;
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
