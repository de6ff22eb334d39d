package dev.signalbox.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What one request may cost and has cost: one ledger for all calls of its plan, side by side ones too. A call reserves
/// what it is expected to cost before it is made, so that calls side by side can't spend the same money. Thread-safe
/// and lock-free.
///
/// Money is counted in whole picodollars, so that a sum does not depend on the order of its calls.
public final class SpendLedger {
    private static final double PICO = 1e12;
    private static final long MOST = Long.MAX_VALUE / 4;

    private final double limitUsd;
    private final Optional<SpendLedger> whole;
    private final AtomicLong spent = new AtomicLong();
    /// What was spent, and what calls that are being made are expected to cost.
    private final AtomicLong claimed = new AtomicLong();
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

    boolean isLimited() {
        return limitUsd < Double.POSITIVE_INFINITY;
    }

    /// Sets aside what a call is expected to cost. False, and nothing is set aside, where that is more than is left. A
    /// call that costs nothing may always be made.
    boolean reserve(double expectedUsd) {
        if (whole.isPresent()) return whole.get().reserve(expectedUsd);
        long amount = pico(expectedUsd);
        long most = pico(limitUsd);
        while (true) {
            long before = claimed.get();
            if (amount > 0 && amount > most - before) return false;
            if (claimed.compareAndSet(before, before + amount)) return true;
        }
    }

    /// Counts what a call has cost in place of what was reserved for it.
    void settle(double reservedUsd, double costUsd) {
        spent.addAndGet(pico(costUsd));
        whole.ifPresentOrElse(
                ledger -> ledger.settle(reservedUsd, costUsd),
                () -> claimed.addAndGet(pico(costUsd) - pico(reservedUsd)));
    }

    double spentUsd() {
        return spent.get() / PICO;
    }

    /// What may still be spent beside what is reserved, plus infinity where there is no limit.
    double leftUsd() {
        return whole.map(SpendLedger::leftUsd).orElseGet(() -> limitUsd - claimed.get() / PICO);
    }

    double limitUsd() {
        return limitUsd;
    }

    private static long pico(double usd) {
        return Math.min(MOST, Math.round(usd * PICO));
    }
}
