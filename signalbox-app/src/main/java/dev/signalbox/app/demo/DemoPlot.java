package dev.signalbox.app.demo;

import dev.signalbox.app.demo.Demo.Result;
import dev.signalbox.app.demo.Ledger.Way;
import dev.signalbox.learning.report.Plot;
import dev.signalbox.learning.report.Plot.Mark;
import dev.signalbox.learning.report.Plot.Range;
import dev.signalbox.learning.report.Plot.Series;
import dev.signalbox.learning.report.Plot.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Quality over cost of every way to choose, as a plot.
record DemoPlot(Result result) {
    Plot plot() {
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
                        .map(way -> mark(way, DemoReport.shortName(way.name())))
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
