package dev.signalbox.run;

import java.util.concurrent.atomic.AtomicLong;

/// What one request may cost and has cost: one purse for all calls of its plan, side by side ones too. Thread-safe.
///
/// Money is counted in whole picodollars, so that a sum does not depend on the order of its calls.
final class Purse {
    private static final double PICO = 1e12;

    private final double limitUsd;
    private final AtomicLong spent = new AtomicLong();

    /// @param limitUsd plus infinity where there is no limit
    Purse(double limitUsd) {
        this.limitUsd = limitUsd;
    }

    void spend(double costUsd) {
        spent.addAndGet(Math.round(costUsd * PICO));
    }

    double spentUsd() {
        return spent.get() / PICO;
    }

    double limitUsd() {
        return limitUsd;
    }
}
