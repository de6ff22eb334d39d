package dev.signalbox.model;

import dev.signalbox.chat.Request;
import dev.signalbox.signal.Signals;
import java.util.Optional;

/// A reason why a model must not answer, whatever it would be worth: compliance, budget, health, capability.
/// Thread-safe, and quick: it is asked of every model for every request.
public interface Constraint {
    String name();

    Optional<Objection> objection(Request request, Signals signals, Model model);

    /// Why one model must not answer. `reason` is a sentence for people and never quotes the request.
    record Objection(String constraint, String model, String reason) {
        @Override
        public String toString() {
            return "`%s` (%s: %s)".formatted(model, constraint, reason);
        }
    }
}
