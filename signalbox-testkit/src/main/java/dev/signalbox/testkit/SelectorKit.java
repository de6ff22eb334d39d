package dev.signalbox.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import dev.signalbox.plan.Selector.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What every selector must be: it plans with what it is offered, a seed replays it, and the propensity it states is
/// how often it chooses so. A selector's test extends this and says which selector.
public abstract class SelectorKit {
    private static final int ROUNDS = 20_000;
    private static final int SIZES = 8;

    protected abstract Selector selector();

    private static Option option(String id, Estimate estimate) {
        return new Option(
                new Plan.Call(new Model(
                        id,
                        "kit",
                        id,
                        Price.of(1, 2),
                        OptionalInt.empty(),
                        Set.of(),
                        Optional.empty(),
                        Model.Prior.UNKNOWN)),
                estimate);
    }

    /// Some options: equal ones and unknown ones among them.
    private static List<Option> options(int size, RandomGenerator random) {
        var options = new ArrayList<Option>();
        for (int i = 0; i < size; i++) {
            var estimate = random.nextInt(5) == 0
                    ? Estimate.UNKNOWN
                    : new Estimate(
                            new Belief(random.nextInt(5) / 4.0, 0.1),
                            new Belief(random.nextInt(3) / 1000.0, 0),
                            new Belief(random.nextInt(2_000), 100));
            options.add(option("m" + i, estimate));
        }
        return options;
    }

    private static String first(Decision decision) {
        return decision.plan().models().findFirst().orElseThrow().id();
    }

    @Test
    void itPlansWithWhatItIsOfferedAndNothingElse() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 2_000; round++) {
            var options = options(1 + round % SIZES, random);
            var offered =
                    options.stream().flatMap(option -> option.plan().models()).toList();
            var planned = selector()
                    .select(options, new Utility(random.nextInt(100), random.nextInt(2)), random.split())
                    .plan()
                    .models()
                    .toList();
            assertThat(planned).isNotEmpty();
            assertThat(offered).containsAll(planned);
        }
    }

    @Test
    void aSeedReplaysItsDecision() {
        var random = new SplittableRandom(2);
        for (int round = 0; round < 2_000; round++) {
            var options = options(1 + round % SIZES, random);
            var utility = new Utility(random.nextInt(100), 0);
            long seed = random.nextLong();
            assertThat(selector().select(options, utility, new SplittableRandom(seed)))
                    .isEqualTo(selector().select(options, utility, new SplittableRandom(seed)));
        }
    }

    @Test
    void whatItNeverKnewOfDoesNotStopIt() {
        var options = List.of(option("a", Estimate.UNKNOWN), option("b", Estimate.UNKNOWN));
        assertThat(selector().select(options, new Utility(1, 1), new SplittableRandom(3)))
                .isNotNull();
    }

    @Test
    void theOnlyOptionIsChosenForCertain() {
        var only = List.of(option("a", Estimate.UNKNOWN));
        assertThat(selector()
                        .select(only, Utility.QUALITY, new SplittableRandom(4))
                        .propensity())
                .isEqualTo(1);
    }

    /// Choosing many times over, each option comes up as often as the decision for it says, so that all propensities
    /// together are one. What is never chosen was possible with a propensity too small to meet.
    @Test
    void itsPropensitiesAreHowOftenItChoosesSo() {
        var options = options(5, new SplittableRandom(5));
        var said = new HashMap<String, Double>();
        var chosen = new HashMap<String, Integer>();
        var random = new SplittableRandom(6);
        for (int round = 0; round < ROUNDS; round++) {
            var decision = selector().select(options, new Utility(10, 0), random);
            var before = said.put(first(decision), decision.propensity());
            if (before != null) assertThat(decision.propensity()).isEqualTo(before);
            chosen.merge(first(decision), 1, Integer::sum);
        }
        said.forEach((model, propensity) -> {
            double deviation = Math.sqrt(propensity * (1 - propensity) / ROUNDS);
            assertThat((double) chosen.getOrDefault(model, 0) / ROUNDS)
                    .as("how often `%s` is chosen", model)
                    .isCloseTo(propensity, within(5 * deviation + 1.0 / ROUNDS));
        });
        assertThat(said.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(0.001));
    }
}
