package dev.signalbox.learning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.learning.Worlds;
import dev.signalbox.learning.evaluate.Diagnosis;
import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.Measure;
import dev.signalbox.learning.train.Progress;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final EvaluationResult RESULT = Evaluation.run(
            Worlds.table("train", 200, 1),
            Worlds.table("test", 150, 2),
            Worlds.encoder(),
            Worlds.evaluation(),
            Progress.SILENT);

    @Test
    void theJsonKeepsItsContract() {
        var json = new JsonMapper().readTree(EvaluationJson.write(RESULT));
        assertThat(json.propertyNames())
                .containsExactly(
                        "schema",
                        "train",
                        "test",
                        "trainQueries",
                        "queries",
                        "models",
                        "methods",
                        "dial",
                        "notes",
                        "splits");
        assertThat(json.path("schema").asString()).isEqualTo("signalbox.evaluation/1");
        assertThat(json.path("queries").asInt()).isEqualTo(150);
        for (var method : json.path("methods")) {
            assertThat(method.propertyNames())
                    .startsWith(
                            "name",
                            "quality",
                            "costUsdPer1k",
                            "aiqPaper",
                            "aiqCode",
                            "qnc",
                            "apgr",
                            "cpt50",
                            "cpt80",
                            "share");
            for (var measure : Measure.values())
                assertThat(method.has(measure.key())).isTrue();
            assertThat(method.path("quality").path("low").asDouble())
                    .isLessThanOrEqualTo(method.path("quality").path("high").asDouble());
            assertThat(method.path("apgr").isNull()).isTrue();
        }
        var random = json.path("methods").path(0);
        assertThat(random.path("name").asString()).isEqualTo("random");
        assertThat(random.path("aiqPaper").isNull()).isTrue();
        var router = json.path("methods").path(6);
        assertThat(router.path("name").asString()).isEqualTo("default");
        assertThat(router.path("aiqPaper").isNumber()).isTrue();
        assertThat(router.path("costUsdPer1k").path("mean").isNumber()).isTrue();
    }

    @Test
    void thePageNeedsNothingButItself() {
        var page = HtmlReport.of(RESULT).render();
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<svg", "role=\"img\"", "<title id=\"plot-title\">", "prefers-color-scheme: dark", "default")
                .doesNotContain("http:", "https:", "<script", "src=", "@import", "url(", "NaN");
    }

    @Test
    void thePageShowsWhereTheRouterErrs() {
        var page = HtmlReport.of(RESULT).render();
        var diagnosis = RESULT.diagnosis().orElseThrow();
        assertThat(page)
                .contains("Calibration", "Confusion by group", "The most costly mistakes")
                .contains("<th scope=\"row\">sums</th>", "<th scope=\"row\">verses</th>");
        var worst = diagnosis.mistakes().getFirst();
        assertThat(page)
                .contains(
                        "<th scope=\"row\">" + worst.id() + "</th>",
                        worst.text().orElseThrow().strip());
        assertThat(worst.betterQuality()).isGreaterThan(worst.quality());
        assertThat(diagnosis.mistakes()).hasSizeLessThanOrEqualTo(Diagnosis.MISTAKES);
        assertThatNoException()
                .isThrownBy(() -> parse(CalibrationSvg.of(
                        new CalibrationPlot(diagnosis.reliability().orElseThrow()))));
        for (var group : diagnosis.groups()) {
            assertThat(group.shares().stream().mapToDouble(Double::doubleValue).sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void thePlotIsWellFormedWhateverItsNames() {
        var mark = new Plot.Mark("a <b> & \"c\"", 3, 0.5, Optional.of(new Plot.Range(0.4, 0.6)));
        var plot = new Plot(
                "<title>",
                "&",
                List.of(
                        new Plot.Series("models", Plot.Style.MODELS, List.of(mark, mark)),
                        new Plot.Series("line", Plot.Style.ROUTER, List.of(mark)),
                        new Plot.Series("none", Plot.Style.HULL, List.of())));
        assertThatNoException().isThrownBy(() -> parse(PlotSvg.of(plot)));
        assertThatNoException().isThrownBy(() -> parse(PlotSvg.of(new Plot("empty", "", List.of()))));
        assertThat(PlotSvg.of(plot)).doesNotContain("NaN", "Infinity");
    }

    private static void parse(String svg) throws Exception {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void theConsoleTableIsAligned() {
        var table = new TextTable(
                List.of("name", "number", "words"),
                List.of(List.of("a", "1.5", "free text"), List.of("longer", "10.25", "")),
                true);
        assertThat(table.render()).isEqualTo("""
                        name    number  words
                        ──────  ──────  ─────
                        a          1.5  free text
                        longer   10.25
                        """);
    }

    @Test
    void columnsThatNoMethodFillsAreLeftOut() {
        var header = EvaluationTable.methods(RESULT).header();
        assertThat(header).contains("AIQ", "$/1k").doesNotContain("APGR", "CPT50 %");
        assertThat(EvaluationTable.methods(RESULT).render())
                .contains("best-per-group")
                .doesNotContain("NaN");
        assertThat(EvaluationTable.dial(RESULT).rows()).hasSize(5);
    }
}
