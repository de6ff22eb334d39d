package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;

/// An exponentially weighted mean and variance (Finch 2009, *Incremental calculation of weighted mean and variance*).
/// The first observations are averaged evenly, so that none of them weighs too much for long. Immutable.
///
/// @param count observations so far
record Average(int count, double mean, double variance) {
    static final Average NONE = new Average(0, 0, 0);

    /// @param weight of the newest observation, once there are enough of them
    Average with(double value, double weight) {
        int more = Math.min(count + 1, 1_000_000);
        double share = Math.max(weight, 1.0 / more);
        double difference = value - mean;
        return new Average(more, mean + share * difference, (1 - share) * (variance + share * difference * difference));
    }

    /// What is believed where something was assumed before anything was seen: the assumption counts as one observation,
    /// and we are as unsure of it as it is large.
    Belief after(double assumed) {
        double trust = count / (count + 1.0);
        double difference = assumed - mean;
        double spread = (1 - trust) * assumed * assumed + trust * (variance + (1 - trust) * difference * difference);
        return new Belief(trust * mean + (1 - trust) * assumed, Math.sqrt(spread));
    }
}
