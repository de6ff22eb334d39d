package dev.signalbox.run;

/// How many calls may be made for the sake of speed alone: each request earns a share of one, and what is not spent is
/// saved up to a limit. A provider with too much to do empties it, so that hedging never adds to an overload.
/// Thread-safe.
final class HedgeBudget {
    private static final double SAVED_MAX = 20;

    private double calls;

    synchronized void earn(double share) {
        calls = Math.min(SAVED_MAX, calls + share);
    }

    /// Takes one call, where there is one.
    synchronized boolean spend() {
        if (calls < 1) return false;
        calls--;
        return true;
    }

    synchronized void empty() {
        calls = 0;
    }
}
