package dev.signalbox.app.demo;

import dev.signalbox.app.demo.Demo.Result;
import dev.signalbox.app.demo.Ledger.Interval;
import dev.signalbox.app.demo.Ledger.Way;
import dev.signalbox.learning.report.HtmlReport;
import dev.signalbox.learning.report.Plot;
import dev.signalbox.learning.report.Plot.Mark;
import dev.signalbox.learning.report.Plot.Range;
import dev.signalbox.learning.report.Plot.Series;
import dev.signalbox.learning.report.Plot.Style;
import dev.signalbox.learning.report.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what came of a demo, with what is recorded, estimated and measured told apart.
record DemoReport(Result result) {
    private static final List<String> NOTES = List.of(
            "Recorded: the answers, and their qualities (a judge's, 0 to 1). Nobody was asked anew.",
            "Estimated: costs, from the visible text of prompt and answer at list price; thinking that was not recorded is not in them.",
            "Measured: decision times, from a request's arrival to its decision, with all signals and the journal.",
            "Brackets are 95 % bootstrap intervals over the prompts; comparisons are paired. None of the prompts was learnt from.");

    String text() {
        var text = new StringBuilder();
        text.append(table().render()).append('\n');
        findings().forEach(finding -> text.append(finding).append('\n'));
        text.append('\n');
        NOTES.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    String html() {
        return new HtmlReport(
                        "Signalbox: the demo",
                        List.of("Learnt from the outcomes of %,d prompts, measured on %,d others, asked over HTTP."
                                .formatted(result.learntFrom(), result.ledger().prompts())),
                        List.of(new HtmlReport.Section(
                                "Quality and cost",
                                String.join(" ", findings()),
                                Optional.of(plot()),
                                Optional.of(table()))),
                        NOTES)
                .render();
    }

    private TextTable table() {
        var rows = new ArrayList<List<String>>();
        for (var way : result.ledger().singles()) rows.add(row(way, shortName(way.name())));
        rows.add(row(result.ledger().random(), "random"));
        for (var way : result.routed()) rows.add(row(way, way.name()));
        rows.add(row(result.ledger().oracle(), "oracle (knows afterwards)"));
        return new TextTable(
                List.of(
                        "who answers",
                        "quality, recorded",
                        "$/1k, estimated",
                        "saved at equal quality",
                        "share per model"),
                rows,
                true);
    }

    private List<String> row(Way way, String name) {
        var quality = Ledger.interval(way.quality());
        return List.of(
                name,
                "%.4f [%.4f, %.4f]".formatted(quality.mean(), quality.low(), quality.high()),
                "%.3f".formatted(way.costUsdPer1k()),
                saved(way),
                way.shares().size() == 1
                        ? ""
                        : way.shares().entrySet().stream()
                                .map(entry -> "%s %.0f %%".formatted(shortName(entry.getKey()), 100 * entry.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    /// Against the cheapest mix of single models that is as good. A single model saves nothing against itself.
    private String saved(Way way) {
        if (way.shares().size() == 1) return "";
        double hull = result.ledger().hullCostUsdPer1k(way);
        if (Double.isNaN(hull)) return "no mix is as good";
        return "%.0f %%".formatted(100 * (1 - way.costUsdPer1k() / hull));
    }

    private List<String> findings() {
        var findings = new ArrayList<String>();
        var best = best();
        for (var way : result.routed()) {
            var overHull = result.ledger().overHull(way);
            findings.add("%s: %s the mix of single models of equal cost by %s."
                    .formatted(capital(way.name()), overHull.mean() >= 0 ? "above" : "below", difference(overHull)));
        }
        for (var way : result.routed()) {
            if (way.costUsdPer1k() > best.costUsdPer1k()) continue;
            var differences = new double[way.quality().length];
            for (int i = 0; i < differences.length; i++) differences[i] = way.quality()[i] - best.quality()[i];
            findings.add("%s: %s of the cost of %s, the best single model; quality differs by %s."
                    .formatted(
                            capital(way.name()),
                            "%.1f %%".formatted(100 * way.costUsdPer1k() / best.costUsdPer1k()),
                            shortName(best.name()),
                            difference(Ledger.interval(differences))));
        }
        findings.add(
                "Decision time, measured: p50 %s, p99 %s for a prompt never seen (with its embedding); p50 %s, p99 %s for one seen before."
                        .formatted(
                                ms(Result.quantile(result.firstDecision(), 0.5)),
                                ms(Result.quantile(result.firstDecision(), 0.99)),
                                ms(Result.quantile(result.laterDecision(), 0.5)),
                                ms(Result.quantile(result.laterDecision(), 0.99))));
        return findings;
    }

    private Way best() {
        return result.ledger().singles().stream()
                .max(java.util.Comparator.comparingDouble(Way::meanQuality))
                .orElseThrow();
    }

    private static String difference(Interval interval) {
        return "%.4f [%.4f, %.4f], %s"
                .formatted(
                        interval.mean(),
                        interval.low(),
                        interval.high(),
                        interval.significant() ? "significant" : "within the noise");
    }

    private static String ms(Duration duration) {
        return "%.2f ms".formatted(duration.toNanos() / 1e6);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String shortName(String model) {
        return model.substring(model.indexOf('/') + 1);
    }

    private Plot plot() {
        var ledger = result.ledger();
        var series = new ArrayList<Series>();
        series.add(new Series("oracle", Style.ORACLE, List.of(mark(ledger.oracle(), "oracle"))));
        series.add(new Series("hull of single models", Style.HULL, hull()));
        series.add(new Series(
                "the router",
                Style.ROUTER,
                result.routed().stream().map(way -> mark(way, "")).toList()));
        series.add(new Series(
                "single models",
                Style.MODELS,
                ledger.singles().stream()
                        .map(way -> mark(way, shortName(way.name())))
                        .toList()));
        series.add(new Series(
                "the router's dial",
                Style.PLACES,
                result.routed().stream()
                        .map(way -> mark(way, way.name().replace("router, ", "")))
                        .toList()));
        return new Plot(
                "Quality over cost on %,d recorded prompts".formatted(ledger.prompts()),
                "Mean recorded quality against estimated cost of single models, of the router at three places of its dial, and of an oracle.",
                series);
    }

    /// A straight piece between two corners is bent on a logarithmic axis, so it is drawn in small steps.
    private List<Mark> hull() {
        var corners = result.ledger().corners();
        var marks = new ArrayList<Mark>();
        for (int i = 0; i < corners.size(); i++) {
            var to = corners.get(i);
            var from = corners.get(Math.max(0, i - 1));
            for (int step = 1; step <= 16; step++) {
                double part = step / 16.0;
                marks.add(new Mark(
                        "",
                        from.costUsdPer1k() + part * (to.costUsdPer1k() - from.costUsdPer1k()),
                        from.meanQuality() + part * (to.meanQuality() - from.meanQuality()),
                        Optional.empty()));
            }
        }
        return marks;
    }

    private static Mark mark(Way way, String label) {
        var quality = Ledger.interval(way.quality());
        return new Mark(
                label,
                way.costUsdPer1k(),
                quality.mean(),
                label.isEmpty() ? Optional.empty() : Optional.of(new Range(quality.low(), quality.high())));
    }
}
