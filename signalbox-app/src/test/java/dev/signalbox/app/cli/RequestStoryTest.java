package dev.signalbox.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.chat.Usage;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.journal.Event;
import dev.signalbox.model.Constraint.Objection;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Fusion;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector.Option;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.SignalKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestStoryTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static Model model(String id) {
        return new Model(
                id, "p", id, Price.of(1, 2), OptionalInt.empty(), Set.of(), Optional.empty(), Model.Prior.UNKNOWN);
    }

    private static Option option(String id, double quality, double costUsd) {
        return new Option(
                new Plan.Call(model(id)),
                new Estimate(new Belief(quality, 0.1), new Belief(costUsd, 0), Belief.UNKNOWN));
    }

    @Test
    void tellsSignalsObjectionsEstimatesChoiceAndCalls() {
        var story = RequestStory.of(List.of(
                new Event.Sensed(
                        "r",
                        AT,
                        "Received",
                        List.of(
                                SignalKey.score("tokens").of(1234.0),
                                SignalKey.flag("code").of(true),
                                SignalKey.features("lexical").of(new float[35]))),
                new Event.Decided(
                        "r",
                        AT,
                        "default",
                        77,
                        new Utility(100, 0),
                        List.of(new Objection("tools", "tiny", "it cannot call tools")),
                        List.of(option("small", 0.6, 0.0001), option("large", 0.9, 0.001)),
                        new Decision(Plan.Cascade.fallback(List.of(model("large"), model("small"))), 0.95, "best")),
                new Event.Called(
                        "r",
                        AT,
                        "large",
                        new Usage(100, 50, 10, 5, true),
                        0.0002,
                        OptionalDouble.of(301),
                        12_345,
                        "BROKEN",
                        Optional.of("Provider `p` cut the answer off."),
                        Optional.empty(),
                        Optional.of(
                                new Event.Called.Extremes(301, OptionalDouble.of(4_000), OptionalDouble.empty(), 90))),
                new Event.Failed("r", AT.plusMillis(20), "upstream_broken", "Provider `p` cut the answer off."),
                new Event.Rated("r", AT, 0.25, "user", Optional.of("not good"))));
        assertThat(story)
                .contains("code true · lexical (35 numbers) · tokens 1,234")
                .contains("Decision by route `default`", "a dollar is worth 100 of quality; seed 77")
                .containsPattern("→ +`large` +0\\.900 ± 0\\.100 +\\$0\\.001000 +unknown +0\\.8000")
                .containsPattern("`small` +0\\.600 ± 0\\.100 +\\$0\\.000100 +unknown +0\\.5900")
                .contains("✗ `tiny` may not answer: it cannot call tools (tools)")
                .contains(
                        "chosen     `large`, and if that fails `small`",
                        "because    best, which had a chance of 95.0 %")
                .contains(
                        "ended      broken after 12.3 s, first words after 301 ms",
                        "silent     at most 301 ms before its first word, 4,000 ms between two")
                .contains("said       Provider `p` cut")
                .contains("100 in, 50 out, 10 of the input cached, 5 of the output thought (estimated)")
                .contains("No answer", "(upstream_broken), 20 ms after the question")
                .contains("0.2500 of 1, by user", ": not good")
                .doesNotContain("journal.capture");
    }

    private static String chosen(Fusion fusion) {
        var branches = List.<Plan>of(new Plan.Call(model("a")), new Plan.Call(model("b")));
        var decision = new Decision(new Plan.Fuse(branches, fusion), 1, "best");
        var story = RequestStory.of(List.of(new Event.Decided(
                "r", AT, "default", 1, new Utility(1, 0), List.of(), List.of(option("a", 0.6, 0.1)), decision)));
        return story.lines()
                .filter(line -> line.contains("chosen"))
                .map(line -> line.replace("chosen", "").strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsHowAnswersBecomeOne() {
        assertThat(chosen(new Fusion.Hedged(Duration.ofMillis(800))))
                .isEqualTo("the first to speak of `a` and `b`, each started 800 ms after the last");
        assertThat(chosen(new Fusion.Vote(2))).isEqualTo("what most say of `a` and `b`");
        assertThat(chosen(new Fusion.Best(new Fusion.Score.TailEntropy()))).isEqualTo("the surest of `a` and `b`");
        assertThat(chosen(new Fusion.JudgeSelected(model("j"), "")))
                .isEqualTo("the one that `j` prefers of `a` and `b`");
        assertThat(chosen(new Fusion.Synthesised(List.of(model("j"), model("k")), List.of())))
                .isEqualTo("one answer by `j` or `k` out of those of `a` and `b`");
    }

    @Test
    void tellsStrategiesByTheirNames() {
        var cheap = new Option(
                Optional.of("cheap_first"),
                Plan.Cascade.fallback(List.of(model("small"), model("large"))),
                new Estimate(new Belief(0.9, 0.1), new Belief(0.0002, 0), Belief.UNKNOWN));
        var panel = new Option(
                Optional.of("panel"),
                new Plan.Call(model("large")),
                option("large", 0.8, 1).estimate());
        var decision = new Decision(Plan.Cascade.inTurn(List.of(cheap.plan(), panel.plan())), 1, "best");

        assertThat(RequestStory.of(List.of(new Event.Decided(
                        "r", AT, "default", 1, new Utility(1, 0), List.of(), List.of(panel, cheap), decision))))
                .containsPattern("→ +strategy `cheap_first` +0\\.900")
                .containsPattern("  strategy `panel` +0\\.800")
                .contains("chosen     strategy `cheap_first`: `small`, and if that fails `large`");
    }

    @Test
    void tellsWhoVerifiesAnAnswer() {
        var stage = Plan.Stage.of(new Plan.Call(model("a")), new Condition.Never())
                .verifiedBy(new Plan.Verify(model("v"), 3));
        var decision = new Decision(new Plan.Cascade(List.of(stage)), 1, "best");

        assertThat(RequestStory.of(List.of(
                        new Event.Decided("r", AT, "default", 1, new Utility(1, 0), List.of(), List.of(), decision))))
                .contains("chosen     `a` (verified by `v`)");
    }
}
