package dev.signalbox.standard.monitor;

import java.util.OptionalDouble;

/// How far an answer may go before a monitor speaks.
///
/// @param learnt whether it is what is usual; else it was set
record LengthLimit(double value, boolean learnt) {
    /// What is usual, but no less than `least`; what was set, where that is less or what is usual is not known.
    static LengthLimit of(OptionalDouble usual, double least, double set) {
        double learnt = Math.max(least, usual.orElse(Double.POSITIVE_INFINITY));
        return learnt < set ? new LengthLimit(learnt, true) : new LengthLimit(set, false);
    }

    /// Where it comes from, for evidence.
    String origin() {
        return learnt ? "learnt" : "set";
    }
}
