package dev.signalbox.standard.selector;

/// MixLLM's score of a model for a query (arXiv 2502.18482, equations 7 to 11): of the eligible models the one with the
/// greatest is chosen.
///
/// @param willingness to pay, `λ`: how many times the pool's greatest mean cost a certain success is worth; above zero
/// @param curiosity `α`: what uncertainty is worth
/// @param patience `β`: what waiting as long as is tolerable costs
/// @param toleranceMs how long an answer may be waited for, above zero
/// @param softening `ξ`: from which share of that on waiting costs in earnest, between 0 and 1
public record MetaScore(double willingness, double curiosity, double patience, double toleranceMs, double softening) {
    public MetaScore {
        if (!(willingness > 0)) throw new IllegalArgumentException("willingness to pay is above zero");
        if (!(toleranceMs > 0)) throw new IllegalArgumentException("a tolerance is above zero");
        if (!(softening > 0 && softening < 1)) throw new IllegalArgumentException("a softening is between 0 and 1");
    }

    /// The paper's weights, at a willingness to pay.
    public static MetaScore of(double willingness) {
        return new MetaScore(willingness, 0.01, 0.1, 30_000, 0.8);
    }

    /// @param quality expected, 0..1
    /// @param cost expected, as a share of the pool's greatest mean cost: the paper leaves open how costs
    ///     come to the scale of quality
    /// @param uncertainty of the model on this query
    /// @param waitMs until the model would begin
    /// @return negative infinity for a model that makes wait longer than is tolerated: a bounded penalty
    ///     alone would let it win, and answer too late to count
    public double of(double quality, double cost, double uncertainty, double waitMs) {
        if (waitMs > toleranceMs) return Double.NEGATIVE_INFINITY;
        double trade = (willingness * quality - cost) / (willingness + 1);
        return trade + curiosity * uncertainty - patience * penalty(waitMs);
    }

    /// 1 where the wait is all that is tolerated, 1/e at the softening's share of it, next to nothing without a wait.
    public double penalty(double waitMs) {
        return Math.min(1, Math.exp((waitMs - toleranceMs) / (toleranceMs * (1 - softening))));
    }
}
