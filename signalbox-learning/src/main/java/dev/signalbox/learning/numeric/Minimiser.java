package dev.signalbox.learning.numeric;

import java.util.ArrayDeque;
import java.util.stream.IntStream;

/// Goes down a smooth function to where it is least, or nearly: L-BFGS (Liu and Nocedal, 1989). Nothing in it is
/// random and there is no learning rate to set, so a fit by it can be repeated to the last digit.
public final class Minimiser {
    private static final int MEMORY = 10;
    private static final int HALVINGS = 30;
    private static final double STILL = 1e-9;
    // Fixed, not the number of cores: sums in another order would differ in the last digits.
    private static final int PARTS = 16;

    private Minimiser() {}

    /// A function and its slope.
    @FunctionalInterface
    public interface Objective {
        /// @param gradient filled with the slope at the point; zero before
        /// @return the value at the point
        double at(double[] point, double[] gradient);
    }

    /// What one row of data adds to a sum. Called from several threads at once.
    @FunctionalInterface
    public interface RowLoss {
        /// @param gradient to which the row's slope is added
        /// @return what the row adds to the value
        double add(int row, double[] point, double[] gradient);
    }

    /// A step and how the slope changed along it.
    private record Pair(double[] step, double[] change, double product) {}

    /// Sums over the rows, on all cores, and adds half the penalty times the square of each number.
    ///
    /// @param penalty one a number of the point
    public static Objective overRows(int rows, RowLoss loss, double[] penalty) {
        int parts = Math.min(PARTS, rows);
        return (point, gradient) -> {
            var gradients = new double[parts][point.length];
            double[] values = IntStream.range(0, parts)
                    .parallel()
                    .mapToDouble(part -> {
                        double sum = 0;
                        for (int row = part; row < rows; row += parts) sum += loss.add(row, point, gradients[part]);
                        return sum;
                    })
                    .toArray();
            double value = 0;
            for (int part = 0; part < parts; part++) {
                value += values[part];
                plus(gradient, 1, gradients[part]);
            }
            for (int i = 0; i < point.length; i++) {
                value += penalty[i] * point[i] * point[i] / 2;
                gradient[i] += penalty[i] * point[i];
            }
            return value;
        };
    }

    /// @param rounds at most
    /// @return where it ended; no worse than the start
    public static double[] minimise(Objective objective, double[] start, int rounds) {
        double[] point = start.clone();
        var gradient = new double[point.length];
        double value = objective.at(point, gradient);
        var memory = new ArrayDeque<Pair>();
        for (int round = 0; round < rounds; round++) {
            double[] direction = direction(gradient, memory);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) break;
            double length = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double[] next = point;
            double[] nextGradient = gradient;
            double nextValue = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < HALVINGS && !(nextValue <= value + 1e-4 * length * slope); halving++) {
                if (halving > 0) length /= 2;
                next = point.clone();
                plus(next, length, direction);
                nextGradient = new double[point.length];
                nextValue = objective.at(next, nextGradient);
            }
            if (!(nextValue < value)) break;
            remember(memory, point, next, gradient, nextGradient);
            boolean still = value - nextValue < STILL * Math.max(1, Math.abs(value));
            point = next;
            gradient = nextGradient;
            value = nextValue;
            if (still) break;
        }
        return point;
    }

    private static void remember(
            ArrayDeque<Pair> memory, double[] point, double[] next, double[] gradient, double[] nextGradient) {
        double[] step = next.clone();
        plus(step, -1, point);
        double[] change = nextGradient.clone();
        plus(change, -1, gradient);
        double product = dot(step, change);
        // A step along which the slope did not rise says nothing of the curvature.
        if (product <= 1e-12 * dot(change, change)) return;
        memory.addLast(new Pair(step, change, product));
        if (memory.size() > MEMORY) memory.removeFirst();
    }

    private static double[] direction(double[] gradient, ArrayDeque<Pair> memory) {
        var direction = new double[gradient.length];
        plus(direction, -1, gradient);
        if (memory.isEmpty()) return direction;
        var factors = new ArrayDeque<Double>();
        for (var pair : memory.reversed()) {
            double factor = dot(pair.step, direction) / pair.product;
            factors.addFirst(factor);
            plus(direction, -factor, pair.change);
        }
        var last = memory.getLast();
        double scale = last.product / dot(last.change, last.change);
        for (int i = 0; i < direction.length; i++) direction[i] *= scale;
        for (var pair : memory) {
            plus(direction, factors.removeFirst() - dot(pair.change, direction) / pair.product, pair.step);
        }
        return direction;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += one[i] * other[i];
        return sum;
    }

    private static void plus(double[] sum, double factor, double[] addend) {
        for (int i = 0; i < sum.length; i++) sum[i] += factor * addend[i];
    }
}
