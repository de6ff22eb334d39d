package dev.signalbox.app.demo;

import dev.signalbox.app.demo.Demo.Result;
import dev.signalbox.app.demo.Ledger.Way;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.learning.report.HtmlReport;
import dev.signalbox.learning.report.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what came of a demo, with what is recorded, estimated and measured told apart.
final class DemoReport {
    private static final String BILLS =
            "Learnt from %.0f %% of the outcomes and decided for the others, without servers: those have real costs, with thinking."
                    .formatted(100 * (1 - Demo.HELD_BACK));

    private static final List<String> NOTES = List.of(
            "Recorded: the answers, and their qualities (a judge's, 0 to 1). Nobody was asked anew.",
            "Estimated: costs, from the visible text of prompt and answer at list price; thinking that was not recorded is not in them.",
            "Measured: decision times, from a request's arrival to its decision, with all signals; %d requests at a time."
                    .formatted(DemoClient.AT_ONCE),
            "Brackets are 95 % bootstrap intervals over the prompts; comparisons are paired. None of the prompts was learnt from.");

    /// A share below half a percent is no news.
    static final double SHARE_SHOWN = 0.005;

    private final Result result;
    private final BilledOutcomes billed;

    DemoReport(Result result) {
        this.result = result;
        this.billed = new BilledOutcomes(result.billed());
    }

    String text() {
        var text = new StringBuilder();
        text.append(table().render()).append('\n');
        findings().forEach(finding -> text.append(finding).append('\n'));
        text.append("\nWith real bills, on held-back outcomes:\n\n");
        text.append(billed.table().render()).append('\n');
        text.append(billed.finding()).append('\n').append(BILLS).append("\n\n");
        text.append(broken()).append("\n\n");
        text.append(brokenTable().render()).append('\n');
        NOTES.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    String html() {
        return new HtmlReport(
                        "Signalbox: the demo",
                        List.of("Learnt from the outcomes of %,d prompts, measured on %,d others, asked over HTTP."
                                .formatted(result.learntFrom(), result.ledger().prompts())),
                        List.of(
                                new HtmlReport.Section(
                                        "Quality and cost",
                                        String.join(" ", findings()),
                                        Optional.of(new DemoPlot(result).plot()),
                                        Optional.of(table())),
                                new HtmlReport.Section(
                                        "With real bills, on held-back outcomes",
                                        billed.finding() + " " + BILLS,
                                        Optional.empty(),
                                        Optional.of(billed.table())),
                                new HtmlReport.Section(
                                        "When models break", broken(), Optional.empty(), Optional.of(brokenTable()))),
                        NOTES)
                .render();
    }

    private String broken() {
        return "%d streams. Each of three models breaks every second answer half-way: a lost connection, the same words over and over, an error."
                .formatted(result.broken().prompts());
    }

    private TextTable brokenTable() {
        var rows = result.broken().ways().stream()
                .map(way -> List.of(
                        way.name(),
                        "%d of %d".formatted(way.whole(), result.broken().prompts()),
                        ms(way.firstWord()),
                        "%.3f".formatted(way.costUsdPer1k())))
                .toList();
        return new TextTable(
                List.of("what is done about it", "whole answers", "first word, median", "$/1k, estimated"),
                rows,
                false);
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
                                .filter(entry -> entry.getValue() >= SHARE_SHOWN)
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
        var dearest = result.ledger().singles().getLast();
        for (var way : result.routed()) {
            var overHull = result.ledger().overHull(way);
            findings.add("%s: %s the mix of single models of equal cost by %s."
                    .formatted(capital(way.name()), overHull.mean() >= 0 ? "above" : "below", difference(overHull)));
        }
        for (var way : result.routed()) {
            var differences = new double[way.quality().length];
            for (int i = 0; i < differences.length; i++) differences[i] = way.quality()[i] - best.quality()[i];
            findings.add(
                    "%s: quality differs from %s, the best single model, by %s, at %.1f %% of its cost and %.1f %% of %s's."
                            .formatted(
                                    capital(way.name()),
                                    shortName(best.name()),
                                    difference(Ledger.interval(differences)),
                                    100 * way.costUsdPer1k() / best.costUsdPer1k(),
                                    100 * way.costUsdPer1k() / dearest.costUsdPer1k(),
                                    shortName(dearest.name())));
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
        return "%+.4f [%+.4f, %+.4f], %s"
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

    static String shortName(String model) {
        return model.substring(model.indexOf('/') + 1);
    }
}
