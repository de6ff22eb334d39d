package dev.signalbox.learning.evaluate;

/// A mean with its 95 % bootstrap interval.
public record Interval(double mean, double low, double high) {
    Interval times(double factor) {
        return new Interval(mean * factor, low * factor, high * factor);
    }
}
