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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/// What happened to a request, in order. Audit, replay, training, metrics and the console all read this and nothing
/// else. Every request has one `Asked`, and one `Finished` or `Failed` that ends it; ratings come after the end.
public sealed interface Event {
    String requestId();

    Instant at();

    record Asked(String requestId, Instant at, Request request) implements Event {}

    /// @param moment the simple name of the [dev.signalbox.signal.Moment] that was sensed
    record Sensed(String requestId, Instant at, String moment, List<Signal<?>> signals) implements Event {}

    /// What was chosen, and among what.
    ///
    /// @param seed replays the selector's chance
    /// @param objections why models of the route could not be chosen; the first of them if there are many
    /// @param options what could be chosen; the best of them by utility if there are many, and what was chosen
    /// @param omitted how many more options and objections there were
    record Decided(
            String requestId,
            Instant at,
            String route,
            long seed,
            Utility utility,
            List<Objection> objections,
            List<Option> options,
            Omitted omitted,
            Decision decision)
            implements Event {
        /// How many options, and how many objections, an event keeps.
        public static final int KEPT_MAX = 64;

        public Decided(
                String requestId,
                Instant at,
                String route,
                long seed,
                Utility utility,
                List<Objection> objections,
                List<Option> options,
                Decision decision) {
            this(requestId, at, route, seed, utility, objections, options, Omitted.NONE, decision);
        }

        /// How much of a large decision is not kept.
        public record Omitted(int options, int objections) {
            public static final Omitted NONE = new Omitted(0, 0);
        }

        /// The same decision with at most [#KEPT_MAX] objections, and as many options beside the chosen one: a route
        /// may have thousands of models, and each request would carry all of them into the journal.
        public Decided bounded() {
            if (options.size() <= KEPT_MAX && objections.size() <= KEPT_MAX) return this;
            var kept = options.size() <= KEPT_MAX ? options : best();
            var reasons = objections.subList(0, Math.min(KEPT_MAX, objections.size()));
            var left = new Omitted(options.size() - kept.size(), objections.size() - reasons.size());
            return new Decided(
                    requestId, at, route, seed, utility, List.copyOf(reasons), List.copyOf(kept), left, decision);
        }

        private List<Option> best() {
            // The worst of the best is at the head, so that one pass finds them. Unknown utilities come last.
            var best = new PriorityQueue<Option>(
                    KEPT_MAX + 1, Comparator.comparingDouble(option -> orLeast(utility.of(option.estimate()))));
            Option chosen = null;
            for (var option : options) {
                if (chosen == null && decision.plan().startsWith(option.plan())) chosen = option;
                best.add(option);
                if (best.size() > KEPT_MAX) best.poll();
            }
            if (chosen != null && !best.contains(chosen)) best.add(chosen);
            return List.copyOf(best);
        }

        private static double orLeast(double utility) {
            return Double.isNaN(utility) ? Double.NEGATIVE_INFINITY : utility;
        }
    }

    /// One call upstream, also one that was abandoned half-way: its tokens were spent.
    ///
    /// @param firstTokenMs until the first chunk of a stream, or the whole of a plain answer; empty where none came
    /// @param latencyMs until its end
    /// @param ending the name of a [dev.signalbox.chat.Finish] or of a
    ///     [dev.signalbox.provider.ProviderException.Kind], or [#ABANDONED], or [#RECALLED] where nobody was asked
    ///     since the answer had been given before
    /// @param confidence how sure the model was, where it was asked and told
    /// @param extremes how far it went, where it was a stream; unknown of calls that earlier versions wrote down
    /// @param detail why it failed, in our own words
    /// @param retryAfterMs when the provider wants to be asked again, where it said so
    /// @param quoted the provider's own words about its failure, which may quote the prompt: kept only where
    ///     content
    ///     is
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
            Optional<Extremes> extremes,
            OptionalDouble retryAfterMs,
            Optional<String> quoted)
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
                Optional<String> detail,
                Optional<Confidence> confidence,
                Optional<Extremes> extremes) {
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
                    confidence,
                    extremes,
                    OptionalDouble.empty(),
                    Optional.empty());
        }

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
                    Optional.empty(),
                    OptionalDouble.empty(),
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

    /// @param code one of ours or a well-known one of a provider
    /// @param message what happened, in our own words
    /// @param quoted as of [Called]
    record Failed(String requestId, Instant at, String code, String message, Optional<String> quoted) implements Event {
        public Failed(String requestId, Instant at, String code, String message) {
            this(requestId, at, code, message, Optional.empty());
        }
    }

    /// Somebody's word on the answer.
    ///
    /// @param rating 0 (useless) to 1 (as good as can be)
    /// @param source who says so: `user`, `test`, `judge`, `proxy`
    record Rated(String requestId, Instant at, double rating, String source, Optional<String> comment)
            implements Event {}
}
