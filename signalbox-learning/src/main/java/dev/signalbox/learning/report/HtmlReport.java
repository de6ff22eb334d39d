package dev.signalbox.learning.report;

import dev.signalbox.learning.evaluate.CostCurve;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.learning.evaluate.Regime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A page that needs nothing but itself: headings, plots, tables and notes. It follows the reader's light or dark.
///
/// @param title of the page
/// @param lead what was measured, a paragraph each
/// @param sections in order
/// @param notes what a reader must know
public record HtmlReport(String title, List<String> lead, List<Section> sections, List<String> notes) {
    public HtmlReport {
        lead = List.copyOf(lead);
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }

    /// @param text a paragraph under the heading; empty for none
    public record Section(String heading, String text, Optional<? extends Figure> figure, Optional<TextTable> table) {}

    /// The report of an evaluation.
    public static HtmlReport of(EvaluationResult result) {
        var sections = new ArrayList<Section>();
        if (!result.dial().isEmpty()) {
            sections.add(new Section("Quality and cost", "", Optional.of(plot(result)), Optional.empty()));
            sections.add(new Section(
                    "The dial",
                    "Place 0 spends what the cheapest routing costs, place 1 what quality alone costs, and a place d between them d³ of the way.",
                    Optional.empty(),
                    Optional.of(EvaluationTable.dial(result))));
        }
        sections.add(new Section(
                "Methods",
                "Quality is where quality alone counts. Brackets are 95 % bootstrap intervals over the queries, and differences are paired.",
                Optional.empty(),
                Optional.of(EvaluationTable.methods(result))));
        sections.addAll(DiagnosisSections.of(result));
        return new HtmlReport(
                "Signalbox: evaluation of %s".formatted(result.test()),
                List.of("Learnt from %,d queries of %s, measured on %,d queries of %s, with %d models."
                        .formatted(
                                result.trainQueries(),
                                result.train(),
                                result.queries(),
                                result.test(),
                                result.models().size())),
                sections,
                result.notes());
    }

    /// The report of several regimes of labels: a table each.
    public static HtmlReport of(List<Regime.Result> regimes) {
        return new HtmlReport(
                "Signalbox: RouteLLM's measures, by regime of labels",
                List.of(
                        "Numbers of different regimes must not be compared: each may learn from labels that another may not."),
                regimes.stream()
                        .map(regime -> new Section(
                                regime.name(),
                                "%s, measured on %,d queries"
                                        .formatted(
                                                regime.about(), regime.result().queries()),
                                Optional.empty(),
                                Optional.of(EvaluationTable.methods(regime.result()))))
                        .toList(),
                regimes.stream()
                        .flatMap(regime -> regime.result().notes().stream().map(note -> regime.name() + ": " + note))
                        .toList());
    }

    private static Plot plot(EvaluationResult result) {
        var series = new ArrayList<Plot.Series>();
        curve(result, "oracle", "oracle", Plot.Style.ORACLE).ifPresent(series::add);
        curve(result, "hull", "hull of single models", Plot.Style.HULL).ifPresent(series::add);
        curve(result, "default", "the router", Plot.Style.ROUTER).ifPresent(series::add);
        series.add(new Plot.Series(
                "single models",
                Plot.Style.MODELS,
                result.methods().stream()
                        .filter(method -> method.name().startsWith("model:"))
                        .flatMap(method -> mark(method).stream())
                        .toList()));
        series.add(new Plot.Series(
                "the router's dial",
                Plot.Style.PLACES,
                result.dial().stream()
                        .map(place -> new Plot.Mark(
                                "%.2f".formatted(place.place()),
                                place.costUsdPer1k().mean(),
                                place.quality().mean(),
                                Optional.of(range(place.quality()))))
                        .toList()));
        return new Plot(
                "Quality over cost on %s".formatted(result.test()),
                "Mean quality against mean cost of the router at every setting, of each single model, and of an oracle. A curve further up and to the left is better.",
                series);
    }

    private static Optional<Plot.Mark> mark(MethodResult method) {
        return method.costUsdPer1k()
                .map(cost -> new Plot.Mark(
                        EvaluationTable.shortName(method.name().substring("model:".length())),
                        cost.mean(),
                        method.quality().mean(),
                        Optional.of(range(method.quality()))));
    }

    private static Plot.Range range(Interval interval) {
        return new Plot.Range(interval.low(), interval.high());
    }

    private static Optional<Plot.Series> curve(EvaluationResult result, String name, String legend, Plot.Style style) {
        return result.method(name)
                .map(MethodResult::curve)
                .filter(points -> !points.isEmpty())
                .map(points -> new Plot.Series(legend, style, straight(points)));
    }

    /// A straight piece between two corners is bent on a logarithmic axis, so it is drawn in small steps.
    private static List<Plot.Mark> straight(List<CostCurve.Point> corners) {
        var marks = new ArrayList<Plot.Mark>();
        for (int i = 0; i < corners.size(); i++) {
            var to = corners.get(i);
            if (i > 0) {
                var from = corners.get(i - 1);
                for (int step = 1; step < 16; step++) {
                    double part = step / 16.0;
                    marks.add(new Plot.Mark(
                            "",
                            from.costUsd() + part * (to.costUsd() - from.costUsd()),
                            from.quality() + part * (to.quality() - from.quality()),
                            Optional.empty()));
                }
            }
            marks.add(new Plot.Mark("", to.costUsd(), to.quality(), Optional.empty()));
        }
        return marks;
    }

    /// The page.
    public String render() {
        var body = new StringBuilder();
        body.append("<h1>").append(Html.escape(title)).append("</h1>\n");
        lead.forEach(paragraph ->
                body.append("<p class=\"lead\">").append(Html.escape(paragraph)).append("</p>\n"));
        sections.forEach(section -> section(body, section));
        if (!notes.isEmpty()) {
            body.append("<h2>Notes</h2>\n<ul>\n")
                    .append(notes.stream()
                            .map(note -> "<li>" + Html.escape(note) + "</li>")
                            .collect(Collectors.joining("\n")))
                    .append("\n</ul>\n");
        }
        return PageStyle.page(Html.escape(title), body.toString());
    }

    private static void section(StringBuilder body, Section section) {
        body.append("<section>\n<h2>").append(Html.escape(section.heading)).append("</h2>\n");
        if (!section.text.isEmpty())
            body.append("<p>").append(Html.escape(section.text)).append("</p>\n");
        section.figure.ifPresent(
                figure -> body.append("<figure>\n").append(svg(figure)).append("</figure>\n"));
        section.table.ifPresent(table -> table(body, table));
        body.append("</section>\n");
    }

    private static String svg(Figure figure) {
        return switch (figure) {
            case Plot plot -> PlotSvg.of(plot);
            case CalibrationPlot plot -> CalibrationSvg.of(plot);
        };
    }

    private static void table(StringBuilder body, TextTable table) {
        body.append("<div class=\"wide\"><table>\n<thead><tr>");
        table.header().forEach(cell -> body.append("<th scope=\"col\">")
                .append(Html.escape(cell))
                .append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        for (var row : table.rows()) {
            body.append("<tr><th scope=\"row\">")
                    .append(Html.escape(row.getFirst()))
                    .append("</th>");
            row.stream().skip(1).forEach(cell -> body.append("<td>")
                    .append(Html.escape(cell))
                    .append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
    }
}
