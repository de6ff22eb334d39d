package dev.signalbox.standard.estimate;

import java.time.Duration;
import java.util.Optional;

/// How long something took of late: a histogram whose buckets are each a tenth wider than the one before, and in which
/// old observations fade. Quantiles are right to a bucket, which is 10 %. Immutable.
///
/// @param count observations so far
/// @param shares of the buckets; they add up to 1
record Delays(int count, float[] shares) {
    static final Delays NONE = new Delays(0, new float[0]);

    private static final double WIDTH = 1.1;
    /// The last ends after some seventeen minutes.
    private static final int BUCKETS = 146;
    /// Weighs about the last four hundred; a 95th percentile of fewer would jump about.
    private static final float NEWEST = 1 / 200f;

    private static final int COUNT_MIN = 20;

    Delays with(double ms) {
        float newest = Math.max(NEWEST, 1f / (count + 1));
        var now = shares.length == 0 ? new float[BUCKETS] : shares.clone();
        for (int i = 0; i < now.length; i++) now[i] *= 1 - newest;
        now[bucket(ms)] += newest;
        return new Delays(Math.min(count + 1, 1_000_000), now);
    }

    private static int bucket(double ms) {
        return Math.clamp((long) Math.floor(Math.log(Math.max(1, ms)) / Math.log(WIDTH)), 0, BUCKETS - 1);
    }

    /// Empty while too few were observed to tell.
    Optional<Duration> quantile(double share) {
        if (count < COUNT_MIN) return Optional.empty();
        double sum = 0;
        int bucket = 0;
        while (bucket < BUCKETS - 1 && sum + shares[bucket] < share) sum += shares[bucket++];
        double part = shares[bucket] == 0 ? 1 : Math.clamp((share - sum) / shares[bucket], 0, 1);
        return Optional.of(Duration.ofNanos(Math.round(1e6 * Math.pow(WIDTH, bucket + part))));
    }
}
