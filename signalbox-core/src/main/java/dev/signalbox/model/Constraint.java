package dev.signalbox.model;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import java.util.Optional;

/// A reason why a model must not answer, whatever it would be worth: compliance, budget, health, capability.
/// Thread-safe, and quick: it is asked of every model for every request.
public interface Constraint {
    String name();

    Optional<Objection> objection(Request request, Signals signals, Model model);

    /// What kind of thing is in a model's way, from what lasts to what passes: by it a refused client is told what it
    /// can do.
    sealed interface Ground {
        /// A rule of those who run the router. Nobody but them can change it.
        record PolicyGround() implements Ground {}

        /// The request may cost no more.
        record CostGround() implements Ground {}

        /// The model lacks something that the request needs.
        ///
        /// @param needed such as `tools`
        record LackingGround(String needed) implements Ground {}

        /// The request does not fit the model's context.
        ///
        /// @param contextTokens how much fits
        record TooLongGround(int contextTokens) implements Ground {}

        /// The model rests after failures.
        ///
        /// @param left until it may be asked again
        /// @param throttled whether its provider limits the rate
        record RestingGround(Duration left, boolean throttled) implements Ground {}

        Ground POLICY = new PolicyGround();
        Ground COST = new CostGround();
    }

    /// Why one model must not answer. `reason` is a sentence for people and never quotes the request.
    record Objection(String constraint, String model, String reason, Ground ground) {
        /// An objection by a rule.
        public Objection(String constraint, String model, String reason) {
            this(constraint, model, reason, Ground.POLICY);
        }

        @Override
        public String toString() {
            return "`%s` (%s: %s)".formatted(model, constraint, reason);
        }
    }
}
