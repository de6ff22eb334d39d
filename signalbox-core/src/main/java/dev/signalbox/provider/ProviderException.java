package dev.signalbox.provider;

import dev.signalbox.chat.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// A call failed upstream. The kind says whether another model can help. The message is for the client: it never
/// holds a key, a prompt or a stack trace.
public final class ProviderException extends Exception {
    /// Why a call failed.
    public enum Kind {
        /// The provider is limiting our rate.
        THROTTLED,
        /// The provider says it has too much to do.
        OVERLOADED,
        /// A time limit of the provider's settings passed: to connect, to the first byte, between bytes.
        TIMED_OUT,
        /// The request's own deadline passed, which says nothing of the model.
        LATE,
        /// Nobody answers at the address.
        UNREACHABLE,
        /// The provider does not take our key.
        DENIED,
        /// The request itself is wrong. Another model would say the same: no fallback.
        REFUSED,
        /// This model refuses the request for a reason of its own: the range of a parameter, its filter of contents.
        /// Another may answer.
        DECLINED,
        /// The request does not fit this model's context. A larger one may take it.
        TOO_LONG,
        /// The provider failed, cut the answer off, or said what is no answer.
        BROKEN,
        /// The answer came and was not accepted.
        REJECTED,
        /// The request may cost no more. Nothing was asked.
        OVER_BUDGET,
        /// The router itself has no memory left for the answer, which says nothing of the model.
        NO_ROOM
    }

    private final Kind kind;
    private final String reason;
    private final transient Details details;
    private final boolean othersTried;

    public ProviderException(Kind kind, String message) {
        this(kind, message, Details.NONE);
    }

    public ProviderException(Kind kind, String message, Details details) {
        this(kind, message, details, false);
    }

    private ProviderException(Kind kind, String message, Details details, boolean othersTried) {
        super(message);
        this.othersTried = othersTried;
        this.kind = kind;
        this.reason = message;
        this.details = details;
    }

    /// The same failure, after other models were asked as well.
    public ProviderException afterOthers() {
        return new ProviderException(kind, reason, details, true);
    }

    /// Whether other models were asked as well.
    public boolean othersTried() {
        return othersTried;
    }

    public Kind kind() {
        return kind;
    }

    /// The message: what failed and what to do.
    public String reason() {
        return reason;
    }

    /// The message without what it quotes of the provider, whose words may quote the prompt.
    public String ownReason() {
        return details.quoted()
                .filter(quoted -> reason.endsWith(": " + quoted))
                .map(quoted -> reason.substring(0, reason.length() - quoted.length() - 2) + ".")
                .orElse(reason);
    }

    public Details details() {
        return details;
    }

    /// True where the next model may do better. Of calls that are expected to cost too much, a cheaper one may be made.
    public boolean anotherModelMayHelp() {
        return kind != Kind.REFUSED && kind != Kind.LATE;
    }

    /// What the provider told about its failure.
    ///
    /// @param status the HTTP status
    /// @param code the provider's code for the error
    /// @param param the field of the request that the provider found wrong
    /// @param retryAfter when the provider wants to be asked again
    /// @param usage the tokens that were spent before the failure
    /// @param quoted the provider's own words, at the end of the message after a colon
    public record Details(
            OptionalInt status,
            Optional<String> type,
            Optional<String> code,
            Optional<String> param,
            Optional<Duration> retryAfter,
            Usage usage,
            Optional<String> quoted) {
        public static final Details NONE = new Details(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Usage.NONE);

        /// Without a quotation.
        public Details(
                OptionalInt status,
                Optional<String> type,
                Optional<String> code,
                Optional<String> param,
                Optional<Duration> retryAfter,
                Usage usage) {
            this(status, type, code, param, retryAfter, usage, Optional.empty());
        }

        public Details withUsage(Usage spent) {
            return new Details(status, type, code, param, retryAfter, spent, quoted);
        }
    }
}
