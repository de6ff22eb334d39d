package dev.signalbox.gateway.replay;

import java.util.Map;

/// What a replay upstream has counted of one model: the other side of a bill.
///
/// @param calls how often it was asked
/// @param answered how many answers were sent whole and without a fault
/// @param inputTokens of these, as their usage says
/// @param outputTokens of these, as their usage says
/// @param faults how many calls failed, by the simple name of the [Fault]
public record Tally(long calls, long answered, long inputTokens, long outputTokens, Map<String, Long> faults) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, Map.of());

    public Tally {
        faults = Map.copyOf(faults);
    }
}
