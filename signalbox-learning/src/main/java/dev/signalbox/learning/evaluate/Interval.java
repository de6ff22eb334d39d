package dev.signalbox.learning.evaluate;

/// A mean with its 95 % bootstrap interval.
public record Interval(double mean, double low, double high) {
    /// True where all of it lies on one side of zero.
    public boolean significant() {
        return low > 0 || high < 0;
    }

    Interval times(double factor) {
        return new Interval(mean * factor, low * factor, high * factor);
    }
}
