package dev.signalbox.learning.method.routellm;

import dev.signalbox.learning.numeric.Cholesky;

/// Ratings from wins by the model of Bradley and Terry (1952), on chess's scale: 400 points are odds of ten to one.
final class BradleyTerry {
    static final double POINTS_PER_LOG_ODD = 400 / Math.log(10);

    private static final int ROUNDS = 30;
    // Who never lost has no finite rating; bounded steps leave such a model far ahead.
    private static final double STEP_MAX = 400;

    private BradleyTerry() {}

    /// The most likely ratings, by Newton's method.
    ///
    /// @param wins `[a][b]` how often `a` won against `b`; a tie is half a win for each
    /// @return about a mean of zero
    static double[] ratings(double[][] wins) {
        int players = wins.length;
        var ratings = new double[players];
        for (int round = 0; round < ROUNDS; round++) {
            var slope = new double[players];
            var curvature = new double[players][players];
            double scale = slopes(wins, ratings, slope, curvature);
            double[] step = Cholesky.of(curvature, 1e-9 * scale).solve(slope);
            double longest = 0;
            for (double part : step) longest = Math.max(longest, Math.abs(part));
            double shorten = Math.min(1, STEP_MAX / Math.max(longest, 1e-12));
            for (int a = 0; a < players; a++) ratings[a] += shorten * step[a];
            if (longest < 1e-6) break;
        }
        double mean = 0;
        for (double rating : ratings) mean += rating / players;
        for (int a = 0; a < players; a++) ratings[a] -= mean;
        return ratings;
    }

    /// The probability that the one wins against the other.
    static double probability(double rating, double other) {
        return 1 / (1 + Math.pow(10, (other - rating) / 400));
    }

    /// @return the greatest curvature, for scale
    private static double slopes(double[][] wins, double[] ratings, double[] slope, double[][] curvature) {
        double greatest = 1e-6;
        for (int a = 0; a < wins.length; a++) {
            for (int b = 0; b < wins.length; b++) {
                double games = wins[a][b] + wins[b][a];
                if (a == b || games == 0) continue;
                double likely = probability(ratings[a], ratings[b]);
                slope[a] += wins[a][b] - games * likely;
                double bend = games * likely * (1 - likely) / POINTS_PER_LOG_ODD;
                curvature[a][a] += bend;
                curvature[a][b] -= bend;
            }
            greatest = Math.max(greatest, curvature[a][a]);
        }
        return greatest;
    }
}
