package dev.signalbox.learning.evaluate;

/// RouterArena's score (arXiv 2510.00202): the weighted harmonic mean of accuracy and cheapness, on a
/// logarithmic scale of cost between $0.0044 and $200 for 1,000 queries.
final class RouterArena {
    private static final double BETA = 0.1;
    private static final double DEAREST_USD_PER_1K = 200;
    private static final double CHEAPEST_USD_PER_1K = 0.0044;

    private RouterArena() {}

    /// Costs outside of the scale count as its ends.
    static double score(double accuracy, double costUsdPer1k) {
        double cost = Math.clamp(costUsdPer1k, CHEAPEST_USD_PER_1K, DEAREST_USD_PER_1K);
        double cheapness = Math.log(DEAREST_USD_PER_1K / cost) / Math.log(DEAREST_USD_PER_1K / CHEAPEST_USD_PER_1K);
        double weighted = BETA * accuracy + cheapness;
        return weighted == 0 ? 0 : (1 + BETA) * accuracy * cheapness / weighted;
    }
}
