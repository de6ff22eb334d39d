package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.CostCurve.Point;
import java.util.List;

/// How far a method stays behind the best that any method reaches, as LLMRouterBench (arXiv 2601.07206) asks.
final class ParetoDistance {
    private ParetoDistance() {}

    /// The mean distance of points to a curve, where the dearest single model's cost and a quality of 1 are
    /// both 1 long.
    ///
    /// @param frontier of all methods, flat to the right
    static double of(List<Point> points, CostCurve frontier, double dearestUsd) {
        return points.stream()
                .mapToDouble(point -> distance(point, frontier.corners(), dearestUsd))
                .average()
                .orElse(Double.NaN);
    }

    private static double distance(Point point, List<Point> corners, double unit) {
        double x = point.costUsd() / unit;
        var best = corners.getLast();
        // Right of its best corner the frontier goes on at the same height.
        double least = Math.hypot(Math.max(0, best.costUsd() / unit - x), best.quality() - point.quality());
        for (int i = 0; i + 1 < corners.size(); i++) {
            var from = corners.get(i);
            double run = (corners.get(i + 1).costUsd() - from.costUsd()) / unit;
            double rise = corners.get(i + 1).quality() - from.quality();
            double dx = x - from.costUsd() / unit;
            double dy = point.quality() - from.quality();
            double part = Math.clamp((dx * run + dy * rise) / (run * run + rise * rise), 0, 1);
            least = Math.min(least, Math.hypot(dx - part * run, dy - part * rise));
        }
        return least;
    }
}
