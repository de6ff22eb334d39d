package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.CostCurve.Point;
import java.util.Comparator;
import java.util.List;

/// The deferral curve of UniRoute (arXiv 2502.08773): quality over cost as a method's own settings give it,
/// without coins tossed between them.
final class Deferral {
    private Deferral() {}

    /// The mean height between two costs: straight between settings, flat right of the dearest, nothing left of the
    /// cheapest. NaN where the costs are the same.
    static double area(List<Point> settings, double from, double to) {
        if (!(to > from) || settings.isEmpty()) return Double.NaN;
        var sorted = settings.stream()
                .sorted(Comparator.comparingDouble(Point::costUsd).thenComparingDouble(Point::quality))
                .toList();
        double area = 0;
        for (int i = 0; i < sorted.size(); i++) {
            var left = sorted.get(i);
            var right =
                    i + 1 < sorted.size() ? sorted.get(i + 1) : new Point(Math.max(to, left.costUsd()), left.quality());
            double start = Math.max(from, left.costUsd());
            double end = Math.min(to, right.costUsd());
            if (end > start) area += (end - start) * (height(left, right, start) + height(left, right, end)) / 2;
        }
        return area / (to - from);
    }

    private static double height(Point left, Point right, double costUsd) {
        double part = (costUsd - left.costUsd()) / (right.costUsd() - left.costUsd());
        return left.quality() + part * (right.quality() - left.quality());
    }
}
