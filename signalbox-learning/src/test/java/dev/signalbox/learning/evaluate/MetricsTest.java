package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.evaluate.CostCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final List<Point> POINTS =
            List.of(new Point(1, 0.5), new Point(2, 0.7), new Point(3, 0.58), new Point(4, 0.8));

    @Test
    void theHullAndItsAreaAreThoseOfThePaperAndOfTheCode() {
        var curve = CostCurve.of(POINTS);
        assertThat(curve.corners()).containsExactly(new Point(1, 0.5), new Point(2, 0.7), new Point(4, 0.8));
        assertThat(curve.area(1, 4)).isCloseTo(2.1, within(1e-12));
        assertThat(curve.aiqPaper(1, 4)).isCloseTo(0.7, within(1e-12));
        assertThat(curve.aiqCode(4)).isCloseTo(0.525, within(1e-12));
    }

    @Test
    void rightOfItsBestPointACurveIsFlatAndLeftOfItsCheapestItIsNothing() {
        var curve = CostCurve.of(POINTS);
        assertThat(curve.area(4, 6)).isCloseTo(1.6, within(1e-12));
        assertThat(curve.area(0, 1)).isZero();
    }

    @Test
    void theCostOfAQualityIsReadOffTheHull() {
        var curve = CostCurve.of(POINTS);
        assertThat(curve.costOf(0.6)).isCloseTo(1.5, within(1e-12));
        assertThat(curve.costOf(0.4)).isEqualTo(1);
        assertThat(curve.costOf(0.9)).isInfinite();
        assertThat(curve.qualityFor(1.5)).isCloseTo(0.6, within(1e-12));
        assertThat(curve.qualityFor(4)).isEqualTo(0.8);
        assertThat(curve.qualityFor(9)).isEqualTo(0.8);
        assertThat(curve.qualityFor(0.9)).isNaN();
    }

    @Property(tries = 200)
    void aHullIsAboveItsPointsRisesAndBendsDown(@ForAll long seed) {
        var random = new Random(seed);
        var points = new ArrayList<Point>();
        for (int i = 0; i <= random.nextInt(12); i++) points.add(new Point(random.nextInt(6), random.nextInt(8) / 8.0));
        var corners = CostCurve.of(points).corners();
        for (var point : points) {
            assertThat(CostCurve.of(points).costOf(point.quality())).isLessThanOrEqualTo(point.costUsd() + 1e-9);
        }
        for (int i = 1; i < corners.size(); i++) {
            assertThat(corners.get(i).costUsd())
                    .isGreaterThan(corners.get(i - 1).costUsd());
            assertThat(corners.get(i).quality())
                    .isGreaterThan(corners.get(i - 1).quality());
            if (i > 1) assertThat(slope(corners, i)).isLessThanOrEqualTo(slope(corners, i - 1) + 1e-9);
        }
    }

    private static double slope(List<Point> corners, int to) {
        var left = corners.get(to - 1);
        var right = corners.get(to);
        return (right.quality() - left.quality()) / (right.costUsd() - left.costUsd());
    }

    @Test
    void aPerfectScoreRecoversTheGapAtOnceAndARandomOneInStep() {
        var weak = new double[100];
        var strong = new double[100];
        var scores = new double[100];
        for (int i = 0; i < 100; i++) {
            strong[i] = i % 5 == 0 ? 1 : 0;
            scores[i] = strong[i];
        }
        var perfect = StrongCalls.of(scores, weak, strong);
        assertThat(perfect.cpt(0.5)).isCloseTo(10, within(1e-9));
        assertThat(perfect.cpt(0.8)).isCloseTo(16, within(1e-9));
        assertThat(perfect.apgr()).isCloseTo(0.9, within(1e-9));
        assertThat(StrongCalls.random().apgr()).isCloseTo(0.5, within(1e-9));
        assertThat(StrongCalls.random().cpt(0.8)).isCloseTo(80, within(1e-9));
    }

    @Test
    void theOrderOfRowsDoesNotHelpAScoreThatTellsNothing() {
        var strong = new double[100];
        for (int i = 0; i < 50; i++) strong[i] = 1;
        assertThat(StrongCalls.of(new double[100], new double[100], strong).apgr())
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void theBootstrapKnowsTheSpreadOfAMean() {
        var random = new Random(1);
        var values = new double[400];
        for (int i = 0; i < values.length; i++) values[i] = random.nextInt(2);
        var interval = new Bootstrap(400, 2_000, 1).of(400, counts -> Bootstrap.mean(values, counts));
        assertThat(interval.mean()).isCloseTo(0.5, within(0.08));
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * 0.5 / 20, within(0.01));
        assertThat(new Bootstrap(400, 2_000, 1).of(400, counts -> Bootstrap.mean(values, counts)))
                .isEqualTo(interval);
    }

    @Test
    void unknownValuesCountForNothingInAMean() {
        assertThat(Bootstrap.mean(new double[] {1, Double.NaN, 0}, new int[] {2, 5, 1}))
                .isCloseTo(2 / 3.0, within(1e-12));
        assertThat(Bootstrap.mean(new double[] {Double.NaN}, new int[] {1})).isNaN();
    }
}
