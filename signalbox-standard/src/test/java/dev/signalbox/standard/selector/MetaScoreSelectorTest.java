package dev.signalbox.standard.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.standard.Cases;
import dev.signalbox.testkit.SelectorKit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MetaScoreSelectorTest extends SelectorKit {
    @Override
    protected Selector selector() {
        return new MetaScoreSelector(MetaScoreSelector.Options.DEFAULT);
    }

    private static MetaScoreSelector.Options options(double willingness, double curiosity, double patience) {
        return new MetaScoreSelector.Options(OptionalDouble.of(willingness), curiosity, patience, 30_000, 0.8, 1);
    }

    private static Option option(String id, double quality, double deviation, double costUsd, double latencyMs) {
        return new Option(
                new Plan.Call(Cases.model(id)),
                new Estimate(new Belief(quality, deviation), new Belief(costUsd, 0), new Belief(latencyMs, 0)));
    }

    private static List<String> chosen(MetaScoreSelector.Options options, Utility utility, Option... offered) {
        Decision decision = new MetaScoreSelector(options).select(List.of(offered), utility, new SplittableRandom(1));
        return decision.plan().models().map(Model::id).toList();
    }

    @Test
    void willingnessToPayTurnsTheChoice() {
        Option[] offered = {option("dear", 0.9, 0, 0.02, 100), option("cheap", 0.6, 0, 0.001, 100)};
        assertThat(chosen(options(10, 0, 0), Utility.QUALITY, offered)).containsExactly("dear", "cheap");
        assertThat(chosen(options(0.1, 0, 0), Utility.QUALITY, offered)).containsExactly("cheap", "dear");
    }

    @Test
    void whereNoneIsSetTheDialSaysHowWilling() {
        Option[] offered = {option("dear", 0.9, 0, 0.02, 100), option("cheap", 0.8, 0, 0.001, 100)};
        var plain = new MetaScoreSelector.Options(OptionalDouble.empty(), 0, 0, 30_000, 0.8, 0);
        assertThat(chosen(plain, Utility.QUALITY, offered)).containsExactly("dear");
        assertThat(chosen(plain, new Utility(1, 0), offered)).containsExactly("dear");
        assertThat(chosen(plain, new Utility(100, 0), offered)).containsExactly("cheap");
    }

    @Test
    void curiosityPrefersWhatIsUncertain() {
        Option[] offered = {option("known", 0.81, 0.01, 0.01, 100), option("new", 0.8, 0.4, 0.01, 100)};
        assertThat(chosen(options(1000, 0, 0), Utility.QUALITY, offered).getFirst())
                .isEqualTo("known");
        assertThat(chosen(options(1000, 0.5, 0), Utility.QUALITY, offered).getFirst())
                .isEqualTo("new");
    }

    @Test
    void waitingCostsTheMoreTheNearerItComesToWhatIsTolerated() {
        Option[] offered = {option("busy", 0.85, 0, 0.01, 29_000), option("idle", 0.8, 0, 0.01, 500)};
        assertThat(chosen(options(1000, 0, 0), Utility.QUALITY, offered).getFirst())
                .isEqualTo("busy");
        assertThat(chosen(options(1000, 0, 0.1), Utility.QUALITY, offered).getFirst())
                .isEqualTo("idle");
    }

    @Test
    void whatTakesLongerThanIsToleratedComesAfterAllThatDoesNot() {
        assertThat(chosen(
                        options(1000, 0, 0),
                        Utility.QUALITY,
                        option("late", 1, 0, 0.001, 31_000),
                        option("bad", 0.01, 0, 0.02, 100)))
                .containsExactly("bad", "late");
        assertThat(chosen(
                        options(1000, 0, 0),
                        Utility.QUALITY,
                        option("late", 0.5, 0, 0.001, 31_000),
                        option("later", 0.6, 0, 0.001, 60_000)))
                .containsExactly("later", "late");
    }

    @Test
    void whatIsNotKnownComesLastAndSaysSoWhereNothingIs() {
        var unknown = new Option(new Plan.Call(Cases.model("unknown")), Estimate.UNKNOWN);
        assertThat(chosen(options(1, 0, 0), Utility.QUALITY, unknown, option("bad", 0.01, 0, 1, 100)))
                .containsExactly("bad", "unknown");
        var other = new Option(new Plan.Call(Cases.model("other")), Estimate.UNKNOWN);
        var decision = selector().select(List.of(unknown, other), Utility.QUALITY, new SplittableRandom(1));
        assertThat(decision.reason()).isEqualTo(MetaScoreSelector.NOTHING_KNOWN);
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> options(0, 0, 0)).withMessageContaining("`willingness`");
        assertThatIllegalArgumentException().isThrownBy(() -> options(1, -1, 0)).withMessageContaining("`curiosity`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options(1, 0, Double.NaN))
                .withMessageContaining("`patience`");
    }
}
