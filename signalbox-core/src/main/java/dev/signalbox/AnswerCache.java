package dev.signalbox;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Likeness;
import dev.signalbox.plan.Plan.Origin;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Signals;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where answers are kept that may be given again. A request visits it when its route is known and before anything is
/// chosen; what it finds there is one more option. Thread-safe.
public interface AnswerCache {
    /// Keeps nothing.
    AnswerCache NONE = (_, _, _) -> new Lookup() {
        @Override
        public boolean counted() {
            return false;
        }

        @Override
        public Optional<CachedAnswer> found() {
            return Optional.empty();
        }

        @Override
        public void keep(Answer answer, Optional<String> model, Signals known) {}

        @Override
        public void close() {}
    };

    /// The reason of a decision for the answer to the very same request: it is not weighed against others.
    String SAME_REQUEST = "same_request";

    /// Looks for an answer. Where the same request is being answered at this moment, it waits for that answer.
    ///
    /// @throws InterruptedException when the client has gone; the one it waits for goes on
    Lookup visit(Request request, Signals signals, String route) throws InterruptedException;

    /// A request's lookup. Closing it releases those that wait for the same answer.
    interface Lookup extends AutoCloseable {
        /// False where this request has nothing to do with the cache, so that it is no miss either.
        boolean counted();

        Optional<CachedAnswer> found();

        /// Takes an accepted answer, or leaves it where it is none to give again.
        ///
        /// @param known all that is known of the request and the answer
        void keep(Answer answer, Optional<String> model, Signals known);

        @Override
        void close();
    }

    /// An answer that was given before.
    ///
    /// @param fitness how likely (0..1) it answers this request as well as a new answer of the same model would
    record CachedAnswer(Answer answer, Origin origin, double fitness) {
        boolean isExact() {
            return origin.likeness() == Likeness.EXACT;
        }

        /// At no cost and at once, as good as its model is believed to be here, by the chance that it fits. Empty
        /// where that model may not answer.
        ///
        /// @param calls a call of each permitted model and what that is believed to be worth
        Optional<Option> option(List<Option> calls) {
            var givers = Stream.of(origin.models().split(", "))
                    .map(model -> calls.stream()
                            .filter(call -> call.plan().models().anyMatch(named -> named.id()
                                    .equals(model)))
                            .findFirst())
                    .toList();
            if (givers.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
            var quality = givers.getLast().orElseThrow().estimate().quality();
            var fitting = new Belief(quality.mean() * fitness, quality.deviation());
            var nothing = new Belief(0, 0);
            return Optional.of(
                    new Option(new Plan.Reply(answer, Optional.of(origin)), new Estimate(fitting, nothing, nothing)));
        }
    }

    /// Where the answer comes from that a plan gives first; empty where it asks.
    static Optional<Origin> origin(Plan plan) {
        if (plan instanceof Plan.Reply reply) return reply.origin();
        return plan instanceof Cascade cascade
                ? origin(cascade.stages().getFirst().plan())
                : Optional.empty();
    }
}
