package dev.signalbox.estimate;

/// What we believe a number to be, and how sure we are: mean and standard deviation, in the number's own unit.
public record Belief(double mean, double deviation) {
    /// Nothing is known. Arithmetic with it stays unknown (NaN).
    public static final Belief UNKNOWN = new Belief(Double.NaN, Double.POSITIVE_INFINITY);

    public boolean known() {
        return !Double.isNaN(mean);
    }
}
