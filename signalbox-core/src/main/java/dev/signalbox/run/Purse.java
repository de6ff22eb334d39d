package dev.signalbox.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What one request may cost and has cost: one purse for all calls of its plan, side by side ones too. Thread-safe.
///
/// Money is counted in whole picodollars, so that a sum does not depend on the order of its calls.
public final class Purse {
    private static final double PICO = 1e12;

    private final double limitUsd;
    private final Optional<Purse> whole;
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean called = new AtomicBoolean();

    /// @param limitUsd plus infinity where there is no limit
    Purse(double limitUsd) {
        this(limitUsd, Optional.empty());
    }

    private Purse(double limitUsd, Optional<Purse> whole) {
        this.limitUsd = limitUsd;
        this.whole = whole;
    }

    /// A purse that counts what one part costs and takes it out of this one: the limit is that of all parts together.
    Purse share() {
        return new Purse(limitUsd, Optional.of(this));
    }

    /// Whether this is the first call that asks for it.
    boolean takeFirstCall() {
        return whole.map(Purse::takeFirstCall).orElseGet(() -> !called.getAndSet(true));
    }

    void spend(double costUsd) {
        spent.addAndGet(Math.round(costUsd * PICO));
        whole.ifPresent(purse -> purse.spend(costUsd));
    }

    double spentUsd() {
        return spent.get() / PICO;
    }

    /// What may still be spent, plus infinity where there is no limit.
    double leftUsd() {
        return whole.map(Purse::leftUsd).orElseGet(() -> limitUsd - spentUsd());
    }

    double limitUsd() {
        return limitUsd;
    }
}
