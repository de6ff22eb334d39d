package dev.signalbox.signal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a request so far: immutable, keyed by type-safe names. A signal that came late is absent.
///
/// A request has some dozens of signals and each is looked up a few times, so a scan of an array beats a hash table in
/// time and in memory.
public final class Signals {
    public static final Signals NONE = new Signals(new Signal<?>[0]);
    private final Signal<?>[] signals;

    private Signals(Signal<?>[] signals) {
        this.signals = signals;
    }

    public static Signals of(Signal<?>... signals) {
        return NONE.with(List.of(signals));
    }

    /// These and more. A later signal of the same name takes the earlier one's place.
    public Signals with(Collection<? extends Signal<?>> more) {
        if (more.isEmpty()) return this;
        var all = Arrays.copyOf(signals, signals.length + more.size());
        int size = signals.length;
        for (var signal : more) {
            int at = indexOf(signal.key(), all, size);
            all[at < 0 ? size++ : at] = signal;
        }
        return new Signals(size == all.length ? all : Arrays.copyOf(all, size));
    }

    public <T> Optional<T> get(SignalKey<T> key) {
        return Optional.ofNullable(find(key));
    }

    /// As [#get], for places where an allocation counts.
    public <T> @Nullable T find(SignalKey<T> key) {
        int at = indexOf(key, signals, signals.length);
        return at < 0 ? null : key.type().cast(signals[at].value());
    }

    public List<Signal<?>> all() {
        return List.of(signals);
    }

    private static int indexOf(SignalKey<?> key, Signal<?>[] signals, int size) {
        for (int i = 0; i < size; i++) {
            if (signals[i].key() == key) return i;
        }
        for (int i = 0; i < size; i++) {
            if (signals[i].key().name().equals(key.name())) return i;
        }
        return -1;
    }

    @Override
    public String toString() {
        return "Signals" + all().stream().map(signal -> signal.key().name()).toList();
    }
}
