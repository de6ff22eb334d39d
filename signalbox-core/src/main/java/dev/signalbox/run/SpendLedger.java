package dev.signalbox.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What one request may cost and has cost: one ledger for all calls of its plan, side by side ones too. Thread-safe.
///
/// Money is counted in whole picodollars, so that a sum does not depend on the order of its calls.
public final class SpendLedger {
    private static final double PICO = 1e12;

    private final double limitUsd;
    private final Optional<SpendLedger> whole;
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean called = new AtomicBoolean();

    /// @param limitUsd plus infinity where there is no limit
    SpendLedger(double limitUsd) {
        this(limitUsd, Optional.empty());
    }

    private SpendLedger(double limitUsd, Optional<SpendLedger> whole) {
        this.limitUsd = limitUsd;
        this.whole = whole;
    }

    /// A ledger that counts what one part costs and takes it out of this one: the limit is that of all parts together.
    SpendLedger share() {
        return new SpendLedger(limitUsd, Optional.of(this));
    }

    /// Whether this is the first call that asks for it.
    boolean takeFirstCall() {
        return whole.map(SpendLedger::takeFirstCall).orElseGet(() -> !called.getAndSet(true));
    }

    void spend(double costUsd) {
        spent.addAndGet(Math.round(costUsd * PICO));
        whole.ifPresent(spendLedger -> spendLedger.spend(costUsd));
    }

    double spentUsd() {
        return spent.get() / PICO;
    }

    /// What may still be spent, plus infinity where there is no limit.
    double leftUsd() {
        return whole.map(SpendLedger::leftUsd).orElseGet(() -> limitUsd - spentUsd());
    }

    double limitUsd() {
        return limitUsd;
    }
}
