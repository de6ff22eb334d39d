package dev.signalbox.learning.calibrate;

import java.util.Arrays;

/// Newton's method for a logistic curve with offsets. The offsets' part of the Hessian is diagonal, so each
/// step solves a two-by-two system (the Schur complement) and then each offset by itself: linear in rows and
/// members.
final class OffsetFit {
    private static final int STEPS_MAX = 100;
    private static final int HALVINGS_MAX = 40;
    private static final double DONE = 1e-12;

    /// Keeps the system solvable where all scores are equal; too weak to be seen elsewhere.
    private static final double STEADY = 1e-9;

    private final double[] scores;
    private final double[] targets;
    private final int[] member;
    private final int members;

    private OffsetFit(double[] scores, double[] targets, int[] member, int members) {
        this.scores = scores;
        this.targets = targets;
        this.member = member;
        this.members = members;
    }

    /// @param members 0 for a curve without offsets
    static OffsetFit of(double[] scores, double[] outcomes, int[] member, int members) {
        if (scores.length == 0 || scores.length != outcomes.length || scores.length != member.length) {
            throw new IllegalArgumentException("a curve is fitted to at least one score, and an outcome a score");
        }
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a score is unknown or infinite: leave its row out");
        }
        if (!Arrays.stream(outcomes).allMatch(outcome -> outcome >= 0 && outcome <= 1)) {
            throw new IllegalArgumentException("an outcome is unknown or outside 0..1: leave its row out");
        }
        return new OffsetFit(scores, Platt.targets(outcomes), member, members);
    }

    /// The parameters: slope, intercept, offsets.
    HierarchicalOffsets solve(double ridge) {
        double mean = Arrays.stream(targets).average().orElseThrow();
        var now = new double[2 + members];
        now[1] = Math.log(mean / (1 - mean));
        double loss = loss(now, ridge);
        for (int i = 0; i < STEPS_MAX; i++) {
            double[] step = step(now, ridge);
            var next = moved(now, step, 1);
            double lower = loss(next, ridge);
            // Newton overshoots where the curve is flat; half a step of a convex loss is always lower in the end.
            double part = 1;
            for (int j = 0; j < HALVINGS_MAX && !(lower <= loss); j++) {
                part /= 2;
                next = moved(now, step, part);
                lower = loss(next, ridge);
            }
            if (!(lower <= loss)) break;
            boolean done = loss - lower <= DONE * (1 + loss);
            now = next;
            loss = lower;
            if (done) break;
        }
        return new HierarchicalOffsets(new Platt(now[0], now[1]), Arrays.copyOfRange(now, 2, now.length));
    }

    private double odds(double[] at, int row) {
        return at[0] * scores[row] + at[1] + (members == 0 ? 0 : at[2 + member[row]]);
    }

    private double loss(double[] at, double ridge) {
        double loss = STEADY / 2 * at[0] * at[0];
        for (int row = 0; row < scores.length; row++) loss += Logistic.loss(odds(at, row), targets[row]);
        for (int i = 2; i < at.length; i++) loss += ridge / 2 * at[i] * at[i];
        return loss;
    }

    /// Downhill by Newton.
    private double[] step(double[] at, double ridge) {
        double slopeSlope = STEADY;
        double slopeLevel = 0;
        double levelLevel = STEADY;
        double slope = -STEADY * at[0];
        double level = 0;
        var own = new double[members];
        var ownSlope = new double[members];
        var ownLevel = new double[members];
        for (int i = 0; i < members; i++) own[i] = -ridge * at[2 + i];
        for (int row = 0; row < scores.length; row++) {
            double p = Logistic.of(odds(at, row));
            double error = targets[row] - p;
            double weight = p * (1 - p);
            double score = scores[row];
            slope += error * score;
            level += error;
            slopeSlope += weight * score * score;
            slopeLevel += weight * score;
            levelLevel += weight;
            if (members == 0) continue;
            own[member[row]] += error;
            ownSlope[member[row]] += weight * score;
            ownLevel[member[row]] += weight;
        }
        for (int i = 0; i < members; i++) {
            double curvature = ownLevel[i] + ridge;
            slope -= ownSlope[i] * own[i] / curvature;
            level -= ownLevel[i] * own[i] / curvature;
            slopeSlope -= ownSlope[i] * ownSlope[i] / curvature;
            slopeLevel -= ownSlope[i] * ownLevel[i] / curvature;
            levelLevel -= ownLevel[i] * ownLevel[i] / curvature;
        }
        double determinant = slopeSlope * levelLevel - slopeLevel * slopeLevel;
        var step = new double[2 + members];
        step[0] = (slope * levelLevel - level * slopeLevel) / determinant;
        step[1] = (level * slopeSlope - slope * slopeLevel) / determinant;
        for (int i = 0; i < members; i++) {
            step[2 + i] = (own[i] - ownSlope[i] * step[0] - ownLevel[i] * step[1]) / (ownLevel[i] + ridge);
        }
        return step;
    }

    private static double[] moved(double[] from, double[] step, double part) {
        var to = new double[from.length];
        for (int i = 0; i < to.length; i++) to[i] = from[i] + part * step[i];
        return to;
    }
}
