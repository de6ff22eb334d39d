package dev.signalbox.signal;

import java.util.List;

/// A question to the signals, as data: it can be written in a file, audited and replayed.
/// An absent signal makes the answer UNKNOWN, never NO: who asks decides which way to fail.
public sealed interface Condition {
    /// Kleene's three-valued logic.
    enum Truth {
        NO,
        UNKNOWN,
        YES;

        public Truth and(Truth other) {
            return compareTo(other) < 0 ? this : other;
        }

        public Truth or(Truth other) {
            return compareTo(other) > 0 ? this : other;
        }

        public Truth not() {
            return switch (this) {
                case NO -> YES;
                case UNKNOWN -> UNKNOWN;
                case YES -> NO;
            };
        }

        public static Truth of(boolean value) {
            return value ? YES : NO;
        }
    }

    Condition ALWAYS = new Always();

    Truth holds(Signals signals);

    /// True where the answer depends on the signal of this name.
    default boolean asks(String name) {
        return switch (this) {
            case Always _, Never _ -> false;
            case Holds holds -> holds.key().name().equals(name);
            case Is is -> is.key().name().equals(name);
            case Compares compares -> compares.key().name().equals(name);
            case All all -> all.parts().stream().anyMatch(part -> part.asks(name));
            case Any any -> any.parts().stream().anyMatch(part -> part.asks(name));
            case Not not -> not.part().asks(name);
        };
    }

    record Always() implements Condition {
        @Override
        public Truth holds(Signals signals) {
            return Truth.YES;
        }
    }

    record Never() implements Condition {
        @Override
        public Truth holds(Signals signals) {
            return Truth.NO;
        }
    }

    /// A flag is up.
    record Holds(SignalKey<Boolean> key) implements Condition {
        @Override
        public Truth holds(Signals signals) {
            var value = signals.find(key);
            return value == null ? Truth.UNKNOWN : Truth.of(value);
        }
    }

    /// A label is this one.
    record Is(SignalKey<String> key, String label) implements Condition {
        @Override
        public Truth holds(Signals signals) {
            var value = signals.find(key);
            return value == null ? Truth.UNKNOWN : Truth.of(value.equals(label));
        }
    }

    /// A number compares so to a bound. NaN is no number: UNKNOWN.
    record Compares(SignalKey<Double> key, Comparison comparison, double bound) implements Condition {
        public enum Comparison {
            BELOW,
            AT_MOST,
            EQUAL,
            AT_LEAST,
            ABOVE
        }

        @Override
        public Truth holds(Signals signals) {
            var value = signals.find(key);
            if (value == null || value.isNaN()) return Truth.UNKNOWN;
            return Truth.of(
                    switch (comparison) {
                        case BELOW -> value < bound;
                        case AT_MOST -> value <= bound;
                        case EQUAL -> value == bound;
                        case AT_LEAST -> value >= bound;
                        case ABOVE -> value > bound;
                    });
        }
    }

    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Signals signals) {
            var truth = Truth.YES;
            for (var part : parts) truth = truth.and(part.holds(signals));
            return truth;
        }
    }

    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Signals signals) {
            var truth = Truth.NO;
            for (var part : parts) truth = truth.or(part.holds(signals));
            return truth;
        }
    }

    record Not(Condition part) implements Condition {
        @Override
        public Truth holds(Signals signals) {
            return part.holds(signals).not();
        }
    }
}
