package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.evaluate.CostCurve.Point;
import dev.signalbox.learning.table.OutcomeTable;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Against numbers computed elsewhere, or by hand.
class MeasureTest {
    private static final Offset<Double> CLOSE = within(1e-8);

    @Test
    void logLossPunishesWrongBeliefs() {
        assertThat(LogLoss.of(new double[] {0.5, 0.5}, new double[] {0, 1})).isCloseTo(Math.log(2), CLOSE);
        assertThat(LogLoss.of(new double[] {1}, new double[] {0})).isCloseTo(-Math.log(1e-6), within(1e-6));
    }

    @Test
    void receiverCurveCountsEqualScoresHalf() {
        assertThat(ReceiverCurve.area(new double[] {1, 2, 3, 4}, new boolean[] {false, true, false, true}))
                .isCloseTo(0.75, CLOSE);
        assertThat(ReceiverCurve.area(new double[] {1, 1}, new boolean[] {false, true}))
                .isCloseTo(0.5, CLOSE);
        assertThat(ReceiverCurve.area(new double[] {1, 2}, new boolean[] {true, true}))
                .isNaN();
    }

    @Test
    void giniIsNoughtForEvenLoadsAndNearOneWhereOneCarriesAll() {
        assertThat(Gini.of(new double[] {1, 1, 1, 1})).isZero();
        assertThat(Gini.of(new double[] {0, 0, 0, 1})).isCloseTo(0.75, CLOSE);
        assertThat(Gini.of(new double[] {40, 10, 30, 20})).isCloseTo(0.25, CLOSE);
        assertThat(Gini.of(new double[] {0, 0})).isNaN();
    }

    @Test
    void routerArenaScoresAreThoseOfTheBoard() {
        assertThat(RouterArena.score(0.7554, 1.00)).isCloseTo(0.72073740, CLOSE);
        assertThat(RouterArena.score(0.7597, 0.11)).isCloseTo(0.75384008, CLOSE);
        assertThat(RouterArena.score(1, 0.001)).isCloseTo(1, CLOSE);
        assertThat(RouterArena.score(0.5, 300)).isZero();
        assertThat(RouterArena.score(0.5, Double.NaN)).isNaN();
    }

    @Test
    void deferralIsMeasuredWithoutTossingCoins() {
        var settings = List.of(new Point(1, 0.5), new Point(2, 0.7), new Point(3, 0.58), new Point(4, 0.8));
        assertThat(Deferral.area(settings, 1, 4)).isCloseTo((0.6 + 0.64 + 0.69) / 3, CLOSE);
        assertThat(Deferral.area(settings, 0, 6)).isCloseTo((0.6 + 0.64 + 0.69 + 1.6) / 6, CLOSE);
        assertThat(Deferral.area(settings, 1, 1)).isNaN();
        assertThat(Deferral.area(List.of(new Point(2, 0.5), new Point(2, 0.7)), 2, 4))
                .isCloseTo(0.7, CLOSE);
    }

    @Test
    void paretoDistanceIsToTheNearestPlaceOnTheFrontier() {
        var frontier = CostCurve.of(List.of(new Point(0, 0), new Point(1, 1)));
        assertThat(ParetoDistance.of(List.of(new Point(1, 0)), frontier, 1)).isCloseTo(Math.sqrt(0.5), CLOSE);
        assertThat(ParetoDistance.of(List.of(new Point(5, 0.5)), frontier, 1)).isCloseTo(0.5, CLOSE);
        assertThat(ParetoDistance.of(frontier.corners(), frontier, 1)).isZero();
    }

    @Test
    void regretIsToTheOracleAndToTheBestFixedModel() {
        var query = new OutcomeTable.Query("q", Optional.empty(), Optional.empty());
        var quality = new double[][] {{1, 0}, {0, 1}, {0.5, 1}, {1, Double.NaN}};
        var table = new OutcomeTable(
                "t", List.of(query, query, query, query), List.of("a", "b"), quality, quality, quality);
        var routing = Pool.of(table).always(0);
        assertThat(Regret.toOracle(table, routing)).isCloseTo(1.5 / 4, CLOSE);
        assertThat(Regret.toBestFixed(table, routing)).isCloseTo(0.5 / 3, CLOSE);
    }

    @Test
    void switchesAreCountedBetweenQueriesThatOneModelAnswered() {
        assertThat(Findings.switchRate(new int[] {0, 1, -1, 1, 0})).isCloseTo(2 / 3.0, CLOSE);
        assertThat(Findings.switchRate(new int[] {-1, 0})).isNaN();
    }
}
