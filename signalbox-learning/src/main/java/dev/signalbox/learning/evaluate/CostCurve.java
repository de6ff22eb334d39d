package dev.signalbox.learning.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The best quality for each spending: the upper concave, non-falling hull of points, flat to the right.
///
/// Every place on it can be had, by tossing a coin between two of the points. The metrics are RouterBench's
/// (arXiv 2403.12031) and UniRoute's (arXiv 2502.08773).
public final class CostCurve {
    private final List<Point> hull;

    /// @param costUsd the mean for a query
    /// @param quality the mean, 0..1
    public record Point(double costUsd, double quality) {}

    private CostCurve(List<Point> hull) {
        this.hull = hull;
    }

    /// @param points one or more, of known numbers
    public static CostCurve of(List<Point> points) {
        var sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Point::costUsd)
                .thenComparing(Comparator.comparingDouble(Point::quality).reversed()));
        var hull = new ArrayList<Point>();
        for (var point : sorted) {
            if (!hull.isEmpty() && point.quality <= hull.getLast().quality) continue;
            if (!hull.isEmpty() && point.costUsd == hull.getLast().costUsd) hull.removeLast();
            while (hull.size() > 1 && below(hull.get(hull.size() - 2), hull.getLast(), point)) hull.removeLast();
            hull.add(point);
        }
        return new CostCurve(List.copyOf(hull));
    }

    private static boolean below(Point left, Point middle, Point right) {
        double bySlope = (right.quality - left.quality) * (middle.costUsd - left.costUsd);
        return (middle.quality - left.quality) * (right.costUsd - left.costUsd) <= bySlope;
    }

    /// The corners, from the cheapest to the best.
    public List<Point> corners() {
        return hull;
    }

    /// The area under the curve between two costs. What is left of the cheapest point cannot be had and counts as 0.
    double area(double from, double to) {
        double area = 0;
        for (int i = 0; i < hull.size(); i++) {
            double left = Math.max(from, hull.get(i).costUsd);
            double right = Math.min(to, i + 1 < hull.size() ? hull.get(i + 1).costUsd : Double.POSITIVE_INFINITY);
            if (right > left) area += (right - left) * (qualityAt(left, i) + qualityAt(right, i)) / 2;
        }
        return area;
    }

    private double qualityAt(double costUsd, int corner) {
        var from = hull.get(corner);
        if (corner + 1 == hull.size()) return from.quality;
        var to = hull.get(corner + 1);
        double part = (costUsd - from.costUsd) / (to.costUsd - from.costUsd);
        return from.quality + part * (to.quality - from.quality);
    }

    /// Average improvement in quality as the RouterBench paper defines it: the mean height between two costs.
    public double aiqPaper(double from, double to) {
        return to > from ? area(from, to) / (to - from) : Double.NaN;
    }

    /// As RouterBench's code computes it: the area from the curve's own cheapest point, divided by the greatest cost.
    public double aiqCode(double to) {
        return to > 0 ? area(hull.getFirst().costUsd, to) / to : Double.NaN;
    }

    /// What a spending buys; NaN where it is less than the cheapest point's.
    public double qualityFor(double costUsd) {
        if (costUsd < hull.getFirst().costUsd) return Double.NaN;
        int corner = hull.size() - 1;
        while (hull.get(corner).costUsd > costUsd) corner--;
        return qualityAt(costUsd, corner);
    }

    /// The least cost at which the quality is reached; infinite where it never is.
    public double costOf(double quality) {
        if (hull.getFirst().quality >= quality) return hull.getFirst().costUsd;
        for (int i = 1; i < hull.size(); i++) {
            var to = hull.get(i);
            if (to.quality < quality) continue;
            var from = hull.get(i - 1);
            double part = (quality - from.quality) / (to.quality - from.quality);
            return from.costUsd + part * (to.costUsd - from.costUsd);
        }
        return Double.POSITIVE_INFINITY;
    }
}
