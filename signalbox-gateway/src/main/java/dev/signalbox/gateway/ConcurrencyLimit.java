package dev.signalbox.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// How many chats may run at one time, and how many of them may be one tenant's: where there are several tenants, none
/// may take all places. Thread-safe and lock-free.
final class ConcurrencyLimit {
    private final int most;
    private final int mostOfOne;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentHashMap<String, AtomicInteger> byTenant = new ConcurrentHashMap<>();

    /// @param most for all together
    /// @param tenants how many there are
    ConcurrencyLimit(int most, int tenants) {
        this.most = most;
        this.mostOfOne = tenants > 1 ? Math.max(1, most - most / 4) : most;
    }

    /// A place that a request may enter.
    Permit place(String tenant) {
        return new Permit(byTenant.computeIfAbsent(tenant, _ -> new AtomicInteger()));
    }

    final class Permit {
        private final AtomicInteger ofTenant;
        private final AtomicBoolean inside = new AtomicBoolean();

        private Permit(AtomicInteger ofTenant) {
            this.ofTenant = ofTenant;
        }

        /// False where there is no room.
        boolean enter() {
            if (ofTenant.incrementAndGet() > mostOfOne) {
                ofTenant.decrementAndGet();
                return false;
            }
            if (taken.incrementAndGet() > most) {
                taken.decrementAndGet();
                ofTenant.decrementAndGet();
                return false;
            }
            inside.set(true);
            return true;
        }

        /// Does nothing for one that is not inside.
        void leave() {
            if (!inside.compareAndSet(true, false)) return;
            taken.decrementAndGet();
            ofTenant.decrementAndGet();
        }
    }
}
