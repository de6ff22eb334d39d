package dev.signalbox.estimate;

/// What a model's answer to this request would be worth (0..1), cost (US dollars) and take (milliseconds to its end).
public record Estimate(Belief quality, Belief costUsd, Belief latencyMs) {
    public static final Estimate UNKNOWN = new Estimate(Belief.UNKNOWN, Belief.UNKNOWN, Belief.UNKNOWN);
}
