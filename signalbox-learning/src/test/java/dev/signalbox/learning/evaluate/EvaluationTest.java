package dev.signalbox.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final OutcomeTable TRAIN = Worlds.table("train", 500, 1);
    private static final OutcomeTable TEST = Worlds.table("test", 400, 2);

    private static EvaluationResult run(OutcomeTable train, OutcomeTable test) {
        return Evaluation.run(train, test, Worlds.encoder(), Worlds.evaluation(), Progress.SILENT);
    }

    private static MethodResult method(EvaluationResult result, String name) {
        return result.method(name).orElseThrow(() -> new AssertionError("no method " + name));
    }

    private static List<String> names(EvaluationResult result) {
        return result.methods().stream().map(MethodResult::name).toList();
    }

    @Test
    void everyMethodIsMeasuredAndTheRouterIsAboveTheHull() {
        var result = run(TRAIN, TEST);
        assertThat(names(result))
                .containsExactly(
                        "random",
                        "length",
                        "best-single",
                        "hull",
                        "best-per-group",
                        "knn",
                        "default",
                        "default-told",
                        "oracle",
                        "model:clerk",
                        "model:poet",
                        "model:sage");
        var router = method(result, "default");
        assertThat(router.aiqOverHull().orElseThrow().low()).isGreaterThan(0);
        assertThat(router.quality().mean())
                .isGreaterThan(method(result, "random").quality().high());
        assertThat(method(result, "oracle").quality().mean())
                .isGreaterThanOrEqualTo(router.quality().mean());
        assertThat(router.qnc().orElseThrow()).isLessThan(100);
        assertThat(router.apgr()).isEmpty();
        assertThat(method(result, "model:sage").aiqPaper()).isEmpty();
        assertThat(method(result, "hull").qnc().orElseThrow()).isCloseTo(100, within(1e-9));
    }

    @Test
    void methodsThatWereAskedForAreMeasuredBesideTheOthers() {
        var lacking = new dev.signalbox.learning.method.Method() {
            @Override
            public String name() {
                return "votes";
            }

            @Override
            public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
                throw new OutcomeTableException("the table knows no votes");
            }
        };
        var methods = List.of(Worlds.constant("always-sage", 2), lacking);
        var result = Evaluation.run(
                TRAIN,
                TEST,
                Worlds.encoder(),
                new Evaluation.Options(Worlds.training(), 50, methods, true),
                Progress.SILENT);
        assertThat(names(result)).endsWith("model:sage", "always-sage").doesNotContain("votes");
        assertThat(result.notes()).contains("`votes` was left out: the table knows no votes");
        var always = method(result, "always-sage");
        assertThat(always.quality()).isEqualTo(method(result, "model:sage").quality());
        assertThat(always.more()).containsEntry(Measure.GINI, 2 / 3.0).containsKey(Measure.OVERHEAD_US);
        assertThat(method(result, "default").more())
                .containsKeys(Measure.CALIBRATION_ERROR, Measure.AREA_UNDER_RECEIVER_CURVE, Measure.PARETO_DISTANCE)
                .doesNotContainKey(Measure.OVERHEAD_US);
        assertThat(method(result, "oracle").more())
                .containsEntry(Measure.REGRET, 0.0)
                .containsEntry(Measure.BRIER, 0.0)
                .doesNotContainKey(Measure.PARETO_DISTANCE);
    }

    @Test
    void theDialRunsFromTheCheapestToTheBest() {
        var dial = run(TRAIN, TEST).dial();
        assertThat(dial).extracting(EvaluationResult.Place::place).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
        for (int i = 1; i < dial.size(); i++) {
            assertThat(dial.get(i).costUsdPer1k().mean())
                    .isGreaterThanOrEqualTo(dial.get(i - 1).costUsdPer1k().mean());
        }
        assertThat(dial.getFirst().share()).containsOnlyKeys("clerk");
    }

    @Test
    void sharesSumToOneAndTheMeanIsThatOfTheModels() {
        var result = run(TRAIN, TEST);
        for (var method : result.methods()) {
            assertThat(method.share().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
        }
        double mean = Worlds.MODELS.stream()
                .mapToDouble(model -> method(result, "model:" + model).quality().mean())
                .average()
                .orElseThrow();
        assertThat(method(result, "random").quality().mean()).isCloseTo(mean, within(1e-9));
    }

    @Test
    void withoutCostsTheMeasuresOfCostAreAbsent() {
        var result = run(Worlds.withCosts(TRAIN, Worlds.unknown(TRAIN)), Worlds.withCosts(TEST, Worlds.unknown(TEST)));
        assertThat(result.methods()).allSatisfy(method -> {
            assertThat(method.costUsdPer1k()).isEmpty();
            assertThat(method.aiqPaper()).isEmpty();
            assertThat(method.qnc()).isEmpty();
            assertThat(method.curve()).isEmpty();
        });
        assertThat(result.dial()).isEmpty();
        assertThat(result.notes()).anyMatch(note -> note.contains("knows too few costs"));
        assertThat(method(result, "default").quality().mean()).isGreaterThan(0.8);
    }

    @Test
    void costsThatOnlyTheTestKnowsAreStillReported() {
        var result = run(Worlds.withCosts(TRAIN, Worlds.unknown(TRAIN)), TEST);
        assertThat(method(result, "default").costUsdPer1k()).isPresent();
        assertThat(method(result, "hull").aiqPaper()).isPresent();
        assertThat(result.dial()).isEmpty();
    }

    @Test
    void aModelWithoutCostsIsLeftOutOfTheMeasuresOfCost() {
        var costs = new double[TEST.size()][];
        for (int row = 0; row < costs.length; row++) {
            costs[row] = TEST.costUsd()[row].clone();
            costs[row][2] = Double.NaN;
        }
        var result = run(TRAIN, Worlds.withCosts(TEST, costs));
        assertThat(result.notes()).anyMatch(note -> note.contains("costs are known for 2 of 3 models"));
        assertThat(method(result, "model:sage").costUsdPer1k()).isEmpty();
        assertThat(method(result, "hull").aiqPaper()).isPresent();
        assertThat(result.dial()).allSatisfy(place -> assertThat(place.share()).doesNotContainKey("sage"));
    }

    @Test
    void withoutTextsTheMethodsThatReadThemAreLeftOut() {
        var result = run(Worlds.stripped(TRAIN, false, true), Worlds.stripped(TEST, false, true));
        assertThat(names(result)).doesNotContain("length", "knn", "default").contains("best-per-group", "oracle");
        assertThat(result.notes()).anyMatch(note -> note.contains("too few queries with a text"));
    }

    @Test
    void withoutGroupsTheBestOfEachIsLeftOut() {
        var result = run(Worlds.stripped(TRAIN, true, false), TEST);
        assertThat(names(result)).doesNotContain("best-per-group").contains("default");
        assertThat(result.notes()).anyMatch(note -> note.contains("no groups"));
    }

    @Test
    void aGroupNeverSeenTakesTheBestSingleModel() {
        var strange = TEST.queries().stream()
                .map(query -> new OutcomeTable.Query(query.id(), Optional.of("unheard-of"), query.text()))
                .toList();
        var result = run(
                TRAIN,
                new OutcomeTable("test", strange, TEST.models(), TEST.quality(), TEST.costUsd(), TEST.outputTokens()));
        assertThat(method(result, "best-per-group").quality())
                .isEqualTo(method(result, "best-single").quality());
        assertThat(result.notes()).anyMatch(note -> note.startsWith("400 test queries are of no group"));
    }

    @Test
    void whereAnOutcomeIsUnknownMethodsChooseAmongTheOthers() {
        var holed = new double[TEST.size()][];
        for (int row = 0; row < holed.length; row++) {
            holed[row] = TEST.quality()[row].clone();
            if (row % 2 == 0) holed[row][0] = Double.NaN;
        }
        var result = run(TRAIN, Worlds.withQuality(TEST, holed));
        assertThat(method(result, "default").share().get("clerk")).isLessThanOrEqualTo(0.5);
        assertThat(method(result, "default").quality().mean()).isGreaterThan(0.75);
        assertThat(result.notes()).anyMatch(note -> note.contains("200 of 1200 test outcomes are unknown"));
    }

    @Test
    void aPairOfModelsIsMeasuredByItsStrongCalls() {
        var pair = List.of("poet", "sage");
        var result = run(TRAIN.of(pair), TEST.of(pair));
        assertThat(method(result, "random").apgr()).hasValueCloseTo(0.5, within(1e-9));
        assertThat(method(result, "default").apgr().orElseThrow()).isGreaterThan(0.65);
        assertThat(method(result, "default").cpt50().orElseThrow()).isLessThan(50);
        assertThat(method(result, "oracle").apgr().orElseThrow())
                .isGreaterThan(method(result, "default").apgr().orElseThrow());
        assertThat(method(result, "best-single").apgr()).isEmpty();
    }

    @Test
    void modelsThatOneTableDoesNotKnowAreLeftOutAndNamed() {
        var result = run(TRAIN.of(List.of("clerk", "poet")), TEST);
        assertThat(result.models()).containsExactly("clerk", "poet");
        assertThat(result.notes()).anyMatch(note -> note.contains("`test`") && note.endsWith("sage"));
        assertThatExceptionOfType(OutcomeTableException.class)
                .isThrownBy(() -> run(TRAIN.of(List.of("clerk")), TEST.of(List.of("sage"))))
                .withMessageContaining("no model in common");
    }

    @Test
    void measuringOnWhatWasLearntIsNoticed() {
        assertThat(run(TRAIN, TRAIN).notes()).anyMatch(note -> note.startsWith("500 test queries ask what"));
    }

    @Test
    void oneModelIsAPoolToo() {
        var result = run(TRAIN.of(List.of("sage")), TEST.of(List.of("sage")));
        assertThat(method(result, "default").quality())
                .isEqualTo(method(result, "oracle").quality());
    }
}
