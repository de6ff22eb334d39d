package dev.signalbox.estimate;

/// What an answer is worth: the one formula, for choosing (on beliefs) and for rewarding (on facts).
///
/// @param perDollar how much quality (0..1) a dollar must buy
/// @param perSecond how much quality a second must buy
public record Utility(double perDollar, double perSecond) {
    /// Quality alone.
    public static final Utility QUALITY = new Utility(0, 0);

    public double of(double quality, double costUsd, double latencyMs) {
        // A weight of zero means that the number does not matter, so it need not be known either.
        double cost = perDollar == 0 ? 0 : perDollar * costUsd;
        double latency = perSecond == 0 ? 0 : perSecond * latencyMs / 1000;
        return quality - cost - latency;
    }

    public double of(Estimate estimate) {
        return of(
                estimate.quality().mean(),
                estimate.costUsd().mean(),
                estimate.latencyMs().mean());
    }
}
