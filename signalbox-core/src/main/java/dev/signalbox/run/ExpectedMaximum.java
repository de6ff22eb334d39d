package dev.signalbox.run;

import dev.signalbox.estimate.Belief;
import java.util.List;

/// What the highest of several independent normal quantities is believed to be, by Clark's formulas (The greatest of a
/// finite set of random variables, Operations Research 9, 1961): exact for two; of more, the highest of the first two
/// is taken for normal in turn. Deterministic, where sampling is not.
final class ExpectedMaximum {
    private ExpectedMaximum() {}

    /// @param beliefs at least one, all known and finite
    static Belief of(List<Belief> beliefs) {
        return beliefs.stream().reduce(ExpectedMaximum::of).orElseThrow();
    }

    private static Belief of(Belief one, Belief other) {
        double spread = Math.hypot(one.deviation(), other.deviation());
        if (spread == 0) return one.mean() >= other.mean() ? one : other;
        double lead = (one.mean() - other.mean()) / spread;
        double share = cumulative(lead);
        double density = Math.exp(-lead * lead / 2) / Math.sqrt(2 * Math.PI);
        double mean = one.mean() * share + other.mean() * (1 - share) + spread * density;
        double square =
                square(one) * share + square(other) * (1 - share) + (one.mean() + other.mean()) * spread * density;
        return new Belief(mean, Math.sqrt(Math.max(0, square - mean * mean)));
    }

    private static double square(Belief belief) {
        return belief.mean() * belief.mean() + belief.deviation() * belief.deviation();
    }

    /// The standard normal distribution function, within 1e-7 (Abramowitz and Stegun, 26.2.17).
    static double cumulative(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * series;
        return x >= 0 ? 1 - tail : tail;
    }
}
