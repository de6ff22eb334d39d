package dev.signalbox.chat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory of all that is buffered for requests: their bodies, and what upstreams have answered. Each request
/// takes what it needs from a lease and gives it back at its end; when the budget is spent, the next bytes are refused.
///
/// One tenant gets no more than its share, so that it cannot take the others' room. Thread-safe and lock-free.
public final class ByteBudget {
    /// Refuses nothing.
    public static final ByteBudget UNLIMITED = new ByteBudget(Long.MAX_VALUE, 1);

    private final long bytesMax;
    private final long shareMax;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentHashMap<String, AtomicLong> byTenant = new ConcurrentHashMap<>();

    /// @param share how much of the budget one tenant may have, above 0 and up to 1
    public ByteBudget(long bytesMax, double share) {
        if (bytesMax <= 0) throw new IllegalArgumentException("a budget must be more than nothing, not " + bytesMax);
        if (!(share > 0 && share <= 1))
            throw new IllegalArgumentException("a share lies above 0 and up to 1: " + share);
        this.bytesMax = bytesMax;
        this.shareMax = share == 1 ? bytesMax : (long) (bytesMax * share);
    }

    /// What is taken at the moment.
    public long used() {
        return used.get();
    }

    /// @param tenant for whom it is taken; tenants come from the settings, so there are few
    public Lease lease(String tenant) {
        return new Lease(this == UNLIMITED ? used : byTenant.computeIfAbsent(tenant, _ -> new AtomicLong()));
    }

    /// What one request has taken. Used by one thread at a time; closing it again does nothing.
    public final class Lease implements AutoCloseable {
        private final AtomicLong ofTenant;
        private final AtomicLong taken = new AtomicLong();

        private Lease(AtomicLong ofTenant) {
            this.ofTenant = ofTenant;
        }

        /// Takes more. False, and nothing is taken, where the budget or the tenant's share of it is spent.
        public boolean take(long bytes) {
            if (bytesMax == Long.MAX_VALUE) return true;
            if (ofTenant.addAndGet(bytes) > shareMax) {
                ofTenant.addAndGet(-bytes);
                return false;
            }
            if (used.addAndGet(bytes) > bytesMax) {
                used.addAndGet(-bytes);
                ofTenant.addAndGet(-bytes);
                return false;
            }
            taken.addAndGet(bytes);
            return true;
        }

        @Override
        public void close() {
            long bytes = taken.getAndSet(0);
            used.addAndGet(-bytes);
            ofTenant.addAndGet(-bytes);
        }
    }
}
