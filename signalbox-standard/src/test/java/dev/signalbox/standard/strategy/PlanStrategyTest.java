package dev.signalbox.standard.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.chat.Confidence;
import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Fusion.Score.Likelihood;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Plan.Call;
import dev.signalbox.plan.Plan.Cascade;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Policy;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.Cases;
import dev.signalbox.standard.estimate.ModelStats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PlanStrategyTest {
    private static final Condition SOUND =
            new Condition.Compares(Finding.FAILED, Condition.Compares.Comparison.EQUAL, 0);

    private static Model model(String id) {
        return new Model(id, "p", id, Price.FREE, OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    private static Estimate estimate(double quality, double costUsd, double latencyMs) {
        return new Estimate(new Belief(quality, 0.1), new Belief(costUsd, 0.001), new Belief(latencyMs, 10));
    }

    private static Option call(String id, Estimate estimate) {
        return new Option(new Call(model(id)), estimate);
    }

    private static Plan cascade(List<Option> calls, Exhausted exhausted) {
        return new Cascade(
                calls.stream().map(call -> Stage.of(call.plan(), SOUND)).toList(), exhausted);
    }

    private static Estimate worth(Plan plan, List<Option> calls) {
        return new PlanStrategy("s", plan)
                .option(calls, Utility.QUALITY, Signals.NONE)
                .orElseThrow()
                .estimate();
    }

    private static final List<Option> TWO =
            List.of(call("small", estimate(0.6, 0.001, 100)), call("large", estimate(0.9, 0.01, 1_000)));

    @Test
    void itIsWhatIsLeftOfItsPlanWhereAModelIsNotPermitted() {
        var strategy = new PlanStrategy("cheap_first", cascade(TWO, Exhausted.FAIL));
        assertThat(strategy.option(TWO, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(strategy.plan());
        var large = TWO.subList(1, 2);
        assertThat(strategy.option(large, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(cascade(large, Exhausted.FAIL));
        assertThat(strategy.option(large, Utility.QUALITY, Signals.NONE))
                .map(option -> option.estimate().costUsd().mean())
                .contains(0.01);
        assertThat(strategy.option(List.of(), Utility.QUALITY, Signals.NONE)).isEmpty();
    }

    @Test
    void aCascadeIsWorthWhatItsStagesAreWhereTheyAreReached() {
        // 0.6 * 0.95 + 0.4 * 0.5 of the first are accepted.
        double passed = 1 - 0.77;
        var failing = worth(cascade(TWO, Exhausted.FAIL), TWO);
        assertThat(failing.quality().mean()).isCloseTo(0.6 * 0.95 + passed * 0.9 * 0.95, within(1e-12));
        assertThat(failing.costUsd().mean()).isCloseTo(0.001 + passed * 0.01, within(1e-12));
        assertThat(failing.latencyMs().mean()).isCloseTo(100 + passed * 1_000, within(1e-9));
        assertThat(failing.costUsd().deviation()).isCloseTo(0.001 * Math.hypot(1, passed), within(1e-12));
        assertThat(worth(cascade(TWO, Exhausted.BEST_SO_FAR), TWO).quality().mean())
                .isCloseTo(0.6 * 0.95 + passed * 0.9, within(1e-12));
    }

    @Test
    void whatWasMeasuredOfAStagesConditionTakesThePlaceOfWhatIsAssumed() {
        var first = Stage.of(TWO.get(0).plan(), SOUND).worth(new Acceptance(0.8, 0.1));
        var worth = worth(new Cascade(List.of(first, Stage.of(TWO.get(1).plan(), Condition.ALWAYS))), TWO);

        // 0.6 * 0.8 + 0.4 * 0.1 of the first are accepted.
        assertThat(worth.quality().mean()).isCloseTo(0.6 * 0.8 + 0.48 * 0.9, within(1e-12));
        assertThat(worth.costUsd().mean()).isCloseTo(0.001 + 0.48 * 0.01, within(1e-12));
    }

    @Test
    void afterAStageThatAcceptsAnythingNoneIsReached() {
        assertThat(worth(Cascade.inTurn(List.of(TWO.get(0).plan(), TWO.get(1).plan())), TWO))
                .isEqualTo(TWO.getFirst().estimate());
    }

    @Test
    void anUnknownQualityMakesWhatDependsOnItUnknown() {
        var unknown = List.of(call("small", Estimate.UNKNOWN), TWO.getLast());
        assertThat(worth(cascade(unknown, Exhausted.FAIL), unknown).quality().known())
                .isFalse();
    }

    @Test
    void cascadeRoutingIsWorthItsBestOption() {
        var plan = new Plan.Loop(new Policy.CascadeRouting(TWO, Utility.QUALITY), 2);
        assertThat(worth(plan, TWO)).isEqualTo(TWO.getLast().estimate());
        assertThat(new PlanStrategy("s", plan).option(TWO, new Utility(100, 0), Signals.NONE))
                .map(Option::estimate)
                .contains(TWO.getFirst().estimate());
    }

    private static Plan arranged(Plan plan) {
        return new PlanStrategy("s", plan)
                .option(TWO, new Utility(7, 0), Signals.NONE)
                .orElseThrow()
                .plan();
    }

    @Test
    void cascadeRoutingIsToldWhatItsOptionsAreWorthWhereverItStands() {
        var unweighed = TWO.stream()
                .map(option -> new Option(option.plan(), Estimate.UNKNOWN))
                .toList();
        var loop = new Plan.Loop(new Policy.CascadeRouting(unweighed, Utility.QUALITY), 2);
        var weighed = new Plan.Loop(new Policy.CascadeRouting(TWO, new Utility(7, 0)), 2);
        assertThat(arranged(loop)).isEqualTo(weighed);
        assertThat(arranged(Cascade.inTurn(List.of(TWO.getFirst().plan(), loop))))
                .isEqualTo(Cascade.inTurn(List.of(TWO.getFirst().plan(), weighed)));
    }

    @Test
    void aSynthesisReadsAndIsWrittenByTheBestFirst() {
        var both = TWO.stream().map(Option::plan).toList();
        var aggregators = List.of(model("small"), model("large"));
        var plan = new Plan.Fuse(both, new Fusion.Synthesised(aggregators, List.of()));
        assertThat(arranged(plan))
                .isEqualTo(new Plan.Fuse(
                        both.reversed(), new Fusion.Synthesised(aggregators.reversed(), List.of(0.9, 0.6))));
        var unknown = List.of(call("small", Estimate.UNKNOWN), TWO.getLast());
        assertThat(new PlanStrategy("s", plan).option(unknown, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(plan);
    }

    /// A judge without a say leaves the first.
    @Test
    void aJudgeSeesTheBestFirstAndTheUnknownLast() {
        var both = TWO.stream().map(Option::plan).toList();
        var judge = new Fusion.JudgeSelected(model("large"), "It must be right.");
        assertThat(arranged(new Plan.Fuse(both, judge))).isEqualTo(new Plan.Fuse(both.reversed(), judge));
        var unknown = List.of(call("small", Estimate.UNKNOWN), TWO.getLast());
        assertThat(new PlanStrategy("s", new Plan.Fuse(both, judge)).option(unknown, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(new Plan.Fuse(both.reversed(), judge));
    }

    @Test
    void aHedgeWithoutADelayWaitsUntilItsFirstModelIsSlow() {
        var both = TWO.stream().map(Option::plan).toList();
        var left = new Plan.Fuse(both, new Fusion.Hedged(Optional.empty(), 0.05));
        var modelStats = new ModelStats();
        for (int i = 0; i < 20; i++) modelStats.accept(Cases.called("small", "DONE", 90, 200, 10));
        for (int i = 0; i < 20; i++) modelStats.accept(Cases.called("small", "DONE", 4_000, 4_000, 10));
        var slow = modelStats.slowFirstToken("small");
        var slowWhole = modelStats.slowWhole("small");
        var strategy = new PlanStrategy("s", left, modelStats);
        assertThat(strategy.option(TWO, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(new Plan.Fuse(both, new Fusion.Hedged(slow, slowWhole, 0.05)));
        assertThat(arranged(left)).isEqualTo(left);
        var given = new Plan.Fuse(both, new Fusion.Hedged(Duration.ofMillis(5)));
        assertThat(arranged(given)).isEqualTo(given);
    }

    @Test
    void theSurestIsToldOnWhatScaleEachModelIsSure() {
        var both = TWO.stream().map(Option::plan).toList();
        var modelStats = new ModelStats();
        for (int i = 0; i < 20; i++) modelStats.accept(sure("small", i % 2 == 0 ? 0.1 : 0.3));
        var scale = modelStats.sureness("small").orElseThrow();
        var plan = new Plan.Fuse(both, new Fusion.Best(Likelihood.USUAL));
        assertThat(new PlanStrategy("s", plan, modelStats).option(TWO, Utility.QUALITY, Signals.NONE))
                .map(Option::plan)
                .contains(new Plan.Fuse(both, new Fusion.Best(new Likelihood(1, Map.of("small", scale)))));
        assertThat(arranged(plan)).isEqualTo(plan);
    }

    private static Event.Called sure(String model, double meanNll) {
        return new Event.Called(
                "r1",
                Instant.EPOCH,
                model,
                Usage.of(1, 1),
                0,
                OptionalDouble.empty(),
                1,
                "DONE",
                Optional.empty(),
                Optional.of(new Confidence(meanNll, 0.1, 0, 10)),
                Optional.empty());
    }

    @Test
    void aLeaderAndADivisionCostWhatTheyAskMore() {
        var led = new Plan.Loop(new Policy.Orchestrate(model("large"), List.of(model("small"))), 4);
        assertThat(worth(led, TWO).costUsd().mean()).isCloseTo(0.021, within(1e-12));
        assertThat(worth(led, TWO).quality()).isEqualTo(new Belief(0.9, 0.1));
        var divided = new Plan.Decompose(model("small"), Optional.of(model("large")), 3);
        assertThat(worth(divided, TWO).costUsd().mean()).isCloseTo(0.001 + 3 * 0.0055 + 0.01, within(1e-12));
    }

    @Provide
    Arbitrary<List<Option>> pools() {
        var estimates = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0, 1e4))
                .as(PlanStrategyTest::estimate);
        return estimates.list().ofMinSize(1).ofMaxSize(4).map(list -> IntStream.range(0, list.size())
                .mapToObj(i -> call("m" + i, list.get(i)))
                .toList());
    }

    @Property
    void aCascadeIsNoWorseThanItsAcceptedFirstStageAndNoBetterThanOneOfAllBeingRight(
            @ForAll("pools") List<Option> pool, @ForAll Exhausted exhausted) {
        var worth = worth(cascade(pool, exhausted), pool);
        double allWrong = 1;
        double costUsd = 0;
        for (var call : pool) {
            allWrong *= 1 - call.estimate().quality().mean();
            costUsd += call.estimate().costUsd().mean();
        }
        var first = pool.getFirst().estimate();
        assertThat(worth.quality().mean()).isBetween(first.quality().mean() * 0.95 - 1e-9, 1 - allWrong + 1e-9);
        assertThat(worth.costUsd().mean()).isBetween(first.costUsd().mean() - 1e-9, costUsd + 1e-9);
    }

    @Property
    void aBetterModelMakesABetterCascade(
            @ForAll("pools") List<Option> pool,
            @ForAll Exhausted exhausted,
            @ForAll @DoubleRange(min = 0, max = 1) double more) {
        for (int i = 0; i < pool.size(); i++) {
            var better = new ArrayList<>(pool);
            var old = pool.get(i).estimate();
            double quality = old.quality().mean() + more * (1 - old.quality().mean());
            better.set(i, call("m" + i, new Estimate(new Belief(quality, 0.1), old.costUsd(), old.latencyMs())));
            assertThat(worth(cascade(better, exhausted), better).quality().mean())
                    .isGreaterThanOrEqualTo(
                            worth(cascade(pool, exhausted), pool).quality().mean() - 1e-9);
        }
    }
}
