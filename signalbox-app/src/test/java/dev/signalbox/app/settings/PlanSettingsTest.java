package dev.signalbox.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.app.assembly.BuiltIns;
import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Exhausted;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Strategies as they are written, and what is said of those that are written wrongly.
class PlanSettingsTest {
    private static final String HEAD = """
            providers: {p: {url: "http://localhost:9"}}
            models: {a: {provider: p, price: {input: 1, output: 1}}, b: {provider: p, price: {input: 1, output: 1}}, c: {provider: p, price: {input: 1, output: 1}}}
            routes:
              r:
                models: [a, b]
                checks: [json]
                strategies:
            """;

    private static final AcceptanceSettings NEVER = new AcceptanceSettings(new Condition.Never());

    private static Settings read(String strategies) throws SettingsException {
        return new SettingsReader(BuiltIns.vocabulary(), Catalogue.builtIn(), new Environment(_ -> Optional.empty()))
                .read("s.yaml", HEAD + strategies.indent(6), Path.of(""));
    }

    private static PlanSettings plan(String written) throws SettingsException {
        return Optional.ofNullable(read("s: " + written).routes().get("r"))
                .map(route -> route.strategies().get("s"))
                .orElseThrow();
    }

    private static List<String> mistakes(String strategies) {
        var refused = catchThrowableOfType(SettingsException.class, () -> read(strategies));
        assertThat(refused).as("the reader should have refused this").isNotNull();
        return refused.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void aPlainTextIsAModelThatIsAsked() throws SettingsException {
        assertThat(plan("a")).isEqualTo(plan("{call: a}")).isEqualTo(new PlanSettings.CallSettings("a"));
    }

    @Test
    void aStageHoldsItsPlanAndFormsNest() throws SettingsException {
        var accept = new AcceptanceSettings(new Compares(Finding.FAILED, Compares.Comparison.EQUAL, 0));
        assertThat(
                        plan(
                                "{cascade: [{call: a, accept: checks_failed == 0, carry: text_and_reasons, verify: {model: b, samples: 3}, accepts: {good: 0.9, bad: 0.3}, watch: {monitors: [stall]}}, {cascade: [b]}], exhausted: best_so_far}"))
                .isEqualTo(new PlanSettings.CascadeSettings(
                        List.of(
                                new PlanSettings.StageSettings(
                                        new PlanSettings.CallSettings("a"),
                                        accept,
                                        NEVER,
                                        Carry.TEXT_AND_REASONS,
                                        Optional.of(new PlanSettings.VerifySettings("b", 3)),
                                        Optional.of(new PlanSettings.WatchSettings(
                                                List.of(new MonitorName("stall")), 48, Duration.ofMillis(600), 200)),
                                        Optional.of(new PlanSettings.Accepts(0.9, 0.3))),
                                stage(new PlanSettings.CascadeSettings(
                                        List.of(stage(new PlanSettings.CallSettings("b"))), Exhausted.FAIL))),
                        Exhausted.BEST_SO_FAR));
    }

    private static PlanSettings.StageSettings stage(PlanSettings plan) {
        return new PlanSettings.StageSettings(
                plan,
                new AcceptanceSettings(Condition.ALWAYS),
                NEVER,
                Carry.NOTHING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void severalCanBeAskedAtOnce() throws SettingsException {
        var both = List.<PlanSettings>of(new PlanSettings.CallSettings("a"), new PlanSettings.CallSettings("b"));
        assertThat(plan("{hedge: [a, b], after: 200ms, share_max: 0.5}"))
                .isEqualTo(new PlanSettings.HedgeSettings(both, Optional.of(Duration.ofMillis(200)), 0.5));
        assertThat(plan("{vote: [a, b], quorum: 2}")).isEqualTo(new PlanSettings.VoteSettings(both, OptionalInt.of(2)));
        assertThat(plan("{best: [a, b], by: tail_entropy}"))
                .isEqualTo(new PlanSettings.BestSettings(both, PlanSettings.ConfidenceMeasure.TAIL_ENTROPY));
        assertThat(plan("{judged: [a, b], by: a, rubric: Be right.}"))
                .isEqualTo(new PlanSettings.JudgedSettings(both, "a", "Be right."));
        assertThat(plan("{synthesised: [a, b], by: [b]}"))
                .isEqualTo(new PlanSettings.SynthesisSettings(both, List.of("b")));
        assertThat(mistakes("s: {judged: [a, b], by: c}"))
                .singleElement()
                .asString()
                .contains("`c` is not in `routes.r.models`");
    }

    @Test
    void anAcceptanceThatNothingAnswersIsTold() {
        var stage = "s: {cascade: [{%s}, b]}";
        var wrong = Map.of(
                "call: a, accept: check_empty", "asks for `check_empty`, and `empty` is not among the `checks`",
                "call: a, accept: verified > 0.5", "asks for `verified`, and the stage has no `verify`",
                "call: a, accept: agreement >= 1.0", "asks for `agreement`, and the stage asks one model alone");
        wrong.forEach((written, trouble) -> assertThat(mistakes(stage.formatted(written)))
                .singleElement()
                .asString()
                .startsWith("s.yaml:8:7: `routes.r.strategies.s`: an `accept` " + trouble));
        assertThat(mistakes("s: {cascade: [{call: a, accept: check_json, hopeless: verified < 0.5}, b]}"))
                .singleElement()
                .asString()
                .contains("a `hopeless` asks for `verified`");
        var none = catchThrowableOfType(SettingsException.class, () -> new SettingsReader(
                        BuiltIns.vocabulary(), Catalogue.builtIn(), new Environment(_ -> Optional.empty()))
                .read(
                        "s.yaml",
                        HEAD.replace("    checks: [json]\n", "")
                                + "      s: {cascade: [{call: a, accept: checks_failed == 0}, b]}",
                        Path.of("")));
        assertThat(none).hasMessageContaining("its route has no `checks`");
    }

    @Test
    void aRequestCanBeDividedAndAModelCanLead() throws SettingsException {
        assertThat(plan("{decompose: a, joiner: b, parts_max: 3}"))
                .isEqualTo(new PlanSettings.DecomposeSettings("a", Optional.of("b"), 3));
        assertThat(plan("{orchestrate: a, asks: [b], calls_max: 2}"))
                .isEqualTo(new PlanSettings.OrchestrateSettings("a", List.of("b"), 2));
        assertThat(plan("{cascade_routing: [a, b], calls_max: 2}"))
                .isEqualTo(new PlanSettings.CascadeRoutingSettings(
                        List.of(new PlanSettings.CallSettings("a"), new PlanSettings.CallSettings("b")),
                        2,
                        Optional.empty()));
    }

    @Test
    void anEarlierNameIsToldTheNewOne() {
        assertThat(mistakes("s: {first: [a, b]}"))
                .singleElement()
                .asString()
                .contains("`routes.r.strategies.s` says `first`, which is now called `hedge`");
        assertThat(mistakes("s: {led: a, asks: [b]}"))
                .singleElement()
                .asString()
                .contains("now called `orchestrate`");
        assertThat(mistakes("s: {supermodel: [a, b]}"))
                .singleElement()
                .asString()
                .contains("now called `cascade_routing`");
    }

    @Test
    void badAnswersAreNotAcceptedMoreOftenThanGoodOnes() {
        assertThat(mistakes("s: {cascade: [{call: a, accept: check_json, accepts: {good: 0.3, bad: 0.9}}, b]}"))
                .singleElement()
                .asString()
                .contains("`bad` answers can't be accepted more often than `good` ones");
    }

    @Test
    void aCheckThatThereIsNotIsToldWithTheNearest() {
        var refused = catchThrowableOfType(SettingsException.class, () -> new SettingsReader(
                        BuiltIns.vocabulary(), Catalogue.builtIn(), new Environment(_ -> Optional.empty()))
                .read("s.yaml", HEAD + "      s: a\nchecks: [jsn]", Path.of("")));
        assertThat(refused).hasMessageContaining("there is no check `jsn`. Did you mean `json`?");
    }

    @Test
    void aModelThatIsNotTheRoutesIsToldWithBoth() {
        assertThat(mistakes("s: {cascade: [a, {call: c}]}"))
                .containsExactly(
                        "s.yaml:8:31: `routes.r.strategies.s.cascade[1].call`: `c` is not in `routes.r.models`. Did you mean `a`?");
    }

    @Test
    void aFormThatThereIsNotIsToldWithTheNearest() {
        assertThat(mistakes("s: {cascde: [a]}"))
                .singleElement()
                .asString()
                .startsWith("s.yaml:8:10: `routes.r.strategies.s` must say what it is by one of `call`, `cascade`")
                .endsWith(" Did you mean `cascade`?");
        assertThat(mistakes("s: {call: a, cascade: [a]}"))
                .containsExactly(
                        "s.yaml:8:10: `routes.r.strategies.s` is more than one thing: keep one of `call`, `cascade`");
        assertThat(mistakes("s: [a]")).singleElement().asString().contains("must have settings under it: call, ");
    }

    @Test
    void aSlipInAStageIsToldWithItsPlace() {
        assertThat(mistakes("s: {cascade: [{call: a, acept: \"true\"}]}"))
                .containsExactly(
                        "s.yaml:8:31: there is no setting `routes.r.strategies.s.cascade[0].acept`. Did you mean `accept`?");
        assertThat(mistakes("s: {cascade: [{accept: \"true\"}]}"))
                .singleElement()
                .asString()
                .contains("`routes.r.strategies.s.cascade[0]` must say what it is by");
        assertThat(mistakes("s: {cascade: [{call: a, accept: chcks_failed == 0}]}"))
                .containsExactly(
                        "s.yaml:8:39: `routes.r.strategies.s.cascade[0].accept`: there is no signal `chcks_failed`. Did you mean `checks_failed`?");
    }

    @Test
    void whatIsKnownOnlyOfAnAnswerDoesNotChooseARoute() {
        var refused = catchThrowableOfType(SettingsException.class, () -> new SettingsReader(
                        BuiltIns.vocabulary(), Catalogue.builtIn(), new Environment(_ -> Optional.empty()))
                .read("s.yaml", HEAD.replace("models: [a, b]", "when: checks_failed == 0"), Path.of("")));
        assertThat(refused).hasMessageContaining("there is no signal `checks_failed`");
    }
}
