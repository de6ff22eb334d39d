package dev.signalbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CascadeRouterTest {
    private static final Utility UTILITY = new Utility(10, 0.01);

    private static Estimate estimate(double quality, double deviation, double costUsd) {
        return new Estimate(new Belief(quality, deviation), new Belief(costUsd, 0), new Belief(500, 0));
    }

    private static Optional<Integer> next(List<Estimate> estimates, List<Integer> asked, double leftUsd) {
        var left = IntStream.range(0, estimates.size())
                .boxed()
                .filter(place -> !asked.contains(place))
                .toList();
        return new CascadeRouter(estimates, UTILITY, leftUsd).next(asked, left);
    }

    @Test
    void withoutDoubtTheBestAloneIsAskedAndNoneAfterIt() {
        var estimates = List.of(estimate(0.5, 0, 0.001), estimate(0.8, 0, 0.01), estimate(0.7, 0, 0.005));
        assertThat(next(estimates, List.of(), 1)).contains(1);
        assertThat(next(estimates, List.of(1), 1)).isEmpty();
    }

    @Test
    void aGoodAnswerEndsItAndABadOneDoesNot() {
        var large = estimate(0.8, 0.1, 0.02);
        assertThat(next(List.of(estimate(0.95, 0.05, 0.001), large), List.of(0), 1))
                .isEmpty();
        assertThat(next(List.of(estimate(0.2, 0.05, 0.001), large), List.of(0), 1))
                .contains(1);
    }

    @Test
    void whatCannotBePaidIsNotAsked() {
        var estimates = List.of(estimate(0.5, 0.1, 0.001), estimate(0.9, 0.1, 0.01));
        assertThat(next(estimates, List.of(), 0.005)).contains(0);
        assertThat(next(estimates, List.of(0), 0.005)).isEmpty();
        assertThat(next(estimates, List.of(), 0.0005)).isEmpty();
    }

    @Test
    void modelsOfWhichNothingIsKnownCanBeAsked() {
        assertThat(next(List.of(Estimate.UNKNOWN, Estimate.UNKNOWN), List.of(), Double.POSITIVE_INFINITY))
                .isPresent();
    }

    @Provide
    Arbitrary<List<Estimate>> pools() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0, 0.4),
                        Arbitraries.doubles().between(0, 0.1))
                .as(CascadeRouterTest::estimate)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Property(tries = 300)
    void noOtherSetOfAtMostThreeIsWorthMuchMore(@ForAll("pools") List<Estimate> pool) {
        var next = next(pool, List.of(), Double.POSITIVE_INFINITY).orElseThrow();
        double with = Double.NEGATIVE_INFINITY;
        double best = Double.NEGATIVE_INFINITY;
        for (int set = 1; set < 1 << pool.size(); set++) {
            if (Integer.bitCount(set) > CascadeRouter.MOST) continue;
            double worth = worth(pool, set);
            best = Math.max(best, worth);
            if ((set & 1 << next) != 0) with = Math.max(with, worth);
        }
        // Clark's formula for three depends on their order a little, so the lemma holds up to that.
        assertThat(with).isGreaterThan(best - 0.01);
    }

    private static double worth(List<Estimate> pool, int set) {
        var qualities = new ArrayList<Belief>();
        double costUsd = 0;
        for (int i = 0; i < pool.size(); i++) {
            if ((set & 1 << i) == 0) continue;
            qualities.add(pool.get(i).quality());
            costUsd += pool.get(i).costUsd().mean();
        }
        return UTILITY.of(ExpectedMaximum.of(qualities).mean(), costUsd, 500.0 * Integer.bitCount(set));
    }

    @Property(tries = 300)
    void theBudgetIsNeverPassedWhereCostsAreWhatTheyWereSaidToBe(
            @ForAll("pools") List<Estimate> pool, @ForAll("budgets") double budgetUsd) {
        double spent = 0;
        var asked = new ArrayList<Integer>();
        while (true) {
            var next = next(pool, asked, budgetUsd - spent);
            if (next.isEmpty()) break;
            asked.add(next.get());
            spent += pool.get(next.get()).costUsd().mean();
        }
        assertThat(spent).isLessThanOrEqualTo(budgetUsd + 1e-12);
        assertThat(asked).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(CascadeRouter.MOST);
    }

    @Provide
    Arbitrary<Double> budgets() {
        return Arbitraries.doubles().between(0, 0.2);
    }
}
