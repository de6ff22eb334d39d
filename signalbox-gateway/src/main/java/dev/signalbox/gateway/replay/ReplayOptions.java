package dev.signalbox.gateway.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How the replay upstream listens, how fast it speaks, and how it fails.
///
/// @param port 0 takes any that is free
/// @param firstTokenDelay before the first piece of a stream, or before a plain answer
/// @param tokensPerSecond the rate of a stream's pieces; empty is all at once
/// @param unknown what is said to a prompt that was not recorded; empty is an error
/// @param faults model → what share of its calls fails, and how; [#ALL] is every model that has no entry
/// @param seed which calls those are
public record ReplayOptions(
        String host,
        int port,
        Duration firstTokenDelay,
        OptionalDouble tokensPerSecond,
        Optional<String> unknown,
        Map<String, FaultShare> faults,
        long seed) {
    /// Stands for every model in `faults`.
    public static final String ALL = "*";

    public static final ReplayOptions DEFAULT =
            new ReplayOptions("127.0.0.1", 0, Duration.ZERO, OptionalDouble.empty(), Optional.empty(), Map.of(), 1);

    public ReplayOptions {
        faults = Map.copyOf(faults);
        if (port < 0 || port > 65_535)
            throw new IllegalArgumentException("a port must be from 0 to 65535, not " + port);
        if (firstTokenDelay.isNegative()) throw new IllegalArgumentException("a delay must not be negative");
        if (tokensPerSecond.isPresent() && !(tokensPerSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException("a rate must be above zero tokens per second");
        }
    }

    /// @param share of calls, 0..1
    /// @param faults which of them such a call has, each as often as the others
    public record FaultShare(double share, List<Fault> faults) {
        public FaultShare(double share, Fault fault) {
            this(share, List.of(fault));
        }

        public FaultShare {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) throw new IllegalArgumentException("a share of calls needs a fault");
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share must be from 0 to 1, not " + share);
            }
        }
    }
}
