package dev.signalbox.standard.selector;

import static dev.signalbox.standard.Cases.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SelectorKit;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GreedySelectorTest extends SelectorKit {
    @Override
    protected Selector selector() {
        return new GreedySelector(GreedySelector.Options.DEFAULT);
    }

    private static final GreedySelector GREEDY = new GreedySelector(new GreedySelector.Options(0, 2));

    private static List<String> models(Decision decision) {
        return decision.plan().models().map(Model::id).toList();
    }

    private static List<String> plan(Utility utility, Option... options) {
        return models(GREEDY.select(List.of(options), utility, new SplittableRandom(1)));
    }

    @Test
    void theBestUtilityIsCalledAndTheNextBestAreTheFallback() {
        assertThat(plan(
                        Utility.QUALITY,
                        option("a", 0.5, 1),
                        option("b", 0.9, 1),
                        option("c", 0.7, 1),
                        option("d", 0.1, 1)))
                .containsExactly("b", "c", "a");
    }

    @Test
    void whatADollarIsWorthTurnsTheChoice() {
        assertThat(plan(new Utility(100, 0), option("dear", 0.9, 0.02), option("cheap", 0.8, 0.001))
                        .getFirst())
                .isEqualTo("cheap");
        assertThat(plan(new Utility(1, 0), option("dear", 0.9, 0.02), option("cheap", 0.8, 0.001))
                        .getFirst())
                .isEqualTo("dear");
    }

    @Test
    void amongEqualsTheCheaperIsTaken() {
        assertThat(plan(Utility.QUALITY, option("dear", 0.9, 2), option("cheap", 0.9, 1))
                        .getFirst())
                .isEqualTo("cheap");
    }

    @Test
    void whatIsNotKnownComesLast() {
        var unknown = new Option(new Plan.Call(Cases.model("unknown")), Estimate.UNKNOWN);
        assertThat(plan(Utility.QUALITY, unknown, option("bad", 0.01, 1))).containsExactly("bad", "unknown");
    }

    @Test
    void whereNothingIsKnownTheOrderDecidesAndTheReasonSaysSo() {
        var options = List.of(
                new Option(new Plan.Call(Cases.model("first")), Estimate.UNKNOWN),
                new Option(new Plan.Call(Cases.model("second")), Estimate.UNKNOWN));
        var decision = GREEDY.select(options, Utility.QUALITY, new SplittableRandom(1));
        assertThat(models(decision)).containsExactly("first", "second");
        assertThat(decision.reason()).isEqualTo(GreedySelector.NOTHING_KNOWN);
    }

    @Test
    void theOnlyOptionIsTakenForCertain() {
        var decision = new GreedySelector(new GreedySelector.Options(1, 2))
                .select(List.of(option("a", 0.5, 1)), Utility.QUALITY, new SplittableRandom(1));
        assertThat(decision.propensity()).isEqualTo(1);
        assertThat(decision.reason()).isEqualTo(GreedySelector.ONLY_OPTION);
    }

    /// Counts what is chosen over many seeds, and holds it to the propensities that were said.
    @Test
    void thePropensitiesAreHowOftenEachIsChosen() {
        var selector = new GreedySelector(new GreedySelector.Options(0.3, 0));
        var options = List.of(option("a", 0.5, 1), option("b", 0.9, 1), option("c", 0.7, 1));
        var chosen = new HashMap<String, Integer>();
        var said = new HashMap<String, Double>();
        int rounds = 100_000;
        var random = new SplittableRandom(42);
        for (int i = 0; i < rounds; i++) {
            var decision = selector.select(options, Utility.QUALITY, random);
            var id = models(decision).getFirst();
            chosen.merge(id, 1, Integer::sum);
            said.put(id, decision.propensity());
        }
        assertThat(said.get("b")).isCloseTo(0.8, within(1e-12));
        assertThat(said.get("a")).isCloseTo(0.1, within(1e-12));
        assertThat(said.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-12));
        chosen.forEach((id, times) -> assertThat((double) times / rounds).isCloseTo(said.get(id), within(0.006)));
    }

    @Property
    void itPlansWithWhatIsOfferedOnceEachAndASeedReplaysIt(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0, max = 1) Double> qualities,
            @ForAll @DoubleRange(min = 0, max = 1) double explore,
            @ForAll @IntRange(min = 0, max = 9) int fallbacks,
            @ForAll long seed) {
        var selector = new GreedySelector(new GreedySelector.Options(explore, fallbacks));
        var options = new java.util.ArrayList<Option>();
        for (int i = 0; i < qualities.size(); i++) options.add(option("m" + i, qualities.get(i), i));
        var decision = selector.select(options, new Utility(0.1, 0), new SplittableRandom(seed));
        assertThat(decision).isEqualTo(selector.select(options, new Utility(0.1, 0), new SplittableRandom(seed)));
        assertThat(models(decision))
                .doesNotHaveDuplicates()
                .hasSize(Math.min(options.size(), fallbacks + 1))
                .allMatch(id -> options.stream()
                        .anyMatch(option -> option.plan().models().allMatch(model -> model.id()
                                .equals(id))));
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GreedySelector.Options(1.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GreedySelector.Options(Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GreedySelector.Options(0, -1));
    }
}
