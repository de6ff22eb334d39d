package dev.signalbox.standard.estimate;

import java.util.OptionalDouble;

/// How large something was of late: a histogram whose buckets are each a tenth wider than the one before, and in which
/// old observations fade. Quantiles are right to a bucket, which is 10 %. Immutable.
///
/// @param newest the weight of an observation, once there are enough; about twice as many as its inverse count
/// @param count observations so far
/// @param shares of the buckets; they add up to 1
record Histogram(float newest, int count, float[] shares) {
    private static final double WIDTH = 1.1;
    /// From 1 to some 1,100,000; what is less or more is counted in the first or last.
    private static final int BUCKETS = 146;

    /// @param observations about how many count
    static Histogram ofTheLast(int observations) {
        return new Histogram(2f / observations, 0, new float[0]);
    }

    Histogram with(double amount) {
        float weight = Math.max(newest, 1f / (count + 1));
        var now = shares.length == 0 ? new float[BUCKETS] : shares.clone();
        for (int i = 0; i < now.length; i++) now[i] *= 1 - weight;
        now[bucket(amount)] += weight;
        return new Histogram(newest, Math.min(count + 1, 1_000_000), now);
    }

    /// With something that would have become larger, had it not been ended at this amount. It counts where it is
    /// beyond the quantile already, so that to end the largest does not make them look rare; of what was
    /// ended earlier nothing is known.
    ///
    /// @param grown what it is taken to have become, as a multiple
    Histogram withEnded(double amount, double grown, double share, int countMin) {
        var quantile = quantile(share, countMin);
        return quantile.isPresent() && amount >= quantile.getAsDouble() ? with(grown * amount) : this;
    }

    private static int bucket(double amount) {
        return Math.clamp((long) Math.floor(Math.log(Math.max(1, amount)) / Math.log(WIDTH)), 0, BUCKETS - 1);
    }

    /// The amount that this share of what was observed does not exceed; empty while fewer were observed.
    OptionalDouble quantile(double share, int countMin) {
        if (count < countMin) return OptionalDouble.empty();
        double sum = 0;
        int bucket = 0;
        while (bucket < BUCKETS - 1 && sum + shares[bucket] < share) sum += shares[bucket++];
        double part = shares[bucket] == 0 ? 1 : Math.clamp((share - sum) / shares[bucket], 0, 1);
        return OptionalDouble.of(Math.pow(WIDTH, bucket + part));
    }
}
