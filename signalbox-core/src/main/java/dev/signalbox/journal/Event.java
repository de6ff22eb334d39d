package dev.signalbox.journal;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Request;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What happened to a request, in order. Audit, replay, training, metrics and the console all read this and nothing
/// else. Every request has one `Asked`, and one `Finished` or `Failed` that ends it; ratings come after the end.
public sealed interface Event {
    String requestId();

    Instant at();

    record Asked(String requestId, Instant at, Request request) implements Event {}

    /// @param moment the simple name of the [dev.signalbox.signal.Moment] that was sensed
    record Sensed(String requestId, Instant at, String moment, List<Signal<?>> signals) implements Event {}

    /// @param seed replays the selector's chance
    record Decided(
            String requestId,
            Instant at,
            String route,
            long seed,
            Utility utility,
            List<Objection> objections,
            List<Option> options,
            Decision decision)
            implements Event {}

    /// One call upstream, also one that was abandoned half-way: its tokens were spent.
    ///
    /// @param firstTokenMs until the first chunk of a stream, or the whole of a plain answer; empty where none came
    /// @param latencyMs until its end
    /// @param ending the name of a [dev.signalbox.chat.Finish] or of a
    ///     [dev.signalbox.provider.ProviderException.Kind], or [#ABANDONED], or [#RECALLED] where nobody was asked
    ///     since the answer had been given before
    /// @param confidence how sure the model was, where it was asked and told
    /// @param extremes how far it went, where it was a stream; unknown of calls that earlier versions wrote down
    record Called(
            String requestId,
            Instant at,
            String model,
            Usage usage,
            double costUsd,
            OptionalDouble firstTokenMs,
            double latencyMs,
            String ending,
            Optional<String> detail,
            Optional<Confidence> confidence,
            Optional<Extremes> extremes)
            implements Event {
        public static final String ABANDONED = "ABANDONED";
        public static final String RECALLED = "RECALLED";

        public Called(
                String requestId,
                Instant at,
                String model,
                Usage usage,
                double costUsd,
                OptionalDouble firstTokenMs,
                double latencyMs,
                String ending,
                Optional<String> detail) {
            this(
                    requestId,
                    at,
                    model,
                    usage,
                    costUsd,
                    firstTokenMs,
                    latencyMs,
                    ending,
                    detail,
                    Optional.empty(),
                    Optional.empty());
        }

        /// How far a stream went, as far as it was heard, by the measures of the monitors that hold it
        /// against what is usual. A silence is the time for which somebody listened and nothing came.
        ///
        /// @param silentFirstMs the longest silence until the first word, or as far as it was
        ///     waited for where none came
        /// @param silentBetweenMs the longest silence after the first word; empty where none came
        /// @param logProbabilityMin the lowest mean of a [dev.signalbox.chat.RecentConfidence];
        ///     empty where too little was told
        /// @param chars how much was said, the arguments of tool calls included
        public record Extremes(
                double silentFirstMs, OptionalDouble silentBetweenMs, OptionalDouble logProbabilityMin, long chars) {}
    }

    /// What the checks said of an answer, and whether the stage that gave it was accepted.
    ///
    /// @param model whose answer it was; empty where nobody was asked
    /// @param part which part of it was looked at, such as `code 1`, or [#MENDED] where it was set right
    ///     without asking a model; empty where it was the whole as it was said
    record Judged(
            String requestId,
            Instant at,
            Optional<String> model,
            Optional<String> part,
            boolean accepted,
            List<Finding> findings)
            implements Event {
        public static final String MENDED = "mended";

        public Judged {
            findings = List.copyOf(findings);
        }

        public Judged(String requestId, Instant at, Optional<String> model, boolean accepted, List<Finding> findings) {
            this(requestId, at, model, Optional.empty(), accepted, findings);
        }
    }

    /// A monitor has stopped an answer while it was being said. What came of it is told by what follows: another call,
    /// or the end.
    ///
    /// @param model who was stopped, where it is known
    /// @param position how much of the answer had been said, in characters
    /// @param released whether the client had heard some of it
    record Cut(String requestId, Instant at, Optional<String> model, Finding finding, int position, boolean released)
            implements Event {}

    /// @param model the model whose answer it is; empty where nobody was asked
    /// @param accepted false where it is the best of several of which none was accepted
    /// @param costUsd what all calls together cost
    record Finished(
            String requestId, Instant at, Optional<String> model, boolean accepted, Answer answer, double costUsd)
            implements Event {}

    record Failed(String requestId, Instant at, String code, String message) implements Event {}

    /// Somebody's word on the answer.
    ///
    /// @param rating 0 (useless) to 1 (as good as can be)
    /// @param source who says so: `user`, `test`, `judge`, `proxy`
    record Rated(String requestId, Instant at, double rating, String source, Optional<String> comment)
            implements Event {}
}
