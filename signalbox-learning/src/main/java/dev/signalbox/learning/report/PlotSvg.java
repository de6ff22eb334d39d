package dev.signalbox.learning.report;

import dev.signalbox.learning.report.Plot.Mark;
import dev.signalbox.learning.report.Plot.Series;
import dev.signalbox.learning.report.Plot.Style;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Draws a [Plot] as SVG, to be put into a page whose style sheet gives the colours.
final class PlotSvg {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final int LEFT = 64;
    private static final int RIGHT = 30;
    private static final int TOP = 46;
    private static final int BOTTOM = 56;

    private final Plot plot;
    private final double costFrom;
    private final double costTo;
    private final double qualityFrom;
    private final double qualityTo;
    private final StringBuilder svg = new StringBuilder();
    private final List<double[]> taken = new ArrayList<>();

    private PlotSvg(Plot plot) {
        this.plot = plot;
        var marks = plot.series().stream()
                .flatMap(series -> series.marks().stream())
                .filter(mark -> mark.costUsdPer1k() > 0)
                .toList();
        double least = marks.stream().mapToDouble(Mark::costUsdPer1k).min().orElse(0.1);
        double most = marks.stream().mapToDouble(Mark::costUsdPer1k).max().orElse(10);
        costFrom = Math.log10(least) - 0.12;
        costTo = Math.log10(most) + 0.3;
        double low = marks.stream().mapToDouble(PlotSvg::low).min().orElse(0);
        double high = marks.stream().mapToDouble(PlotSvg::high).max().orElse(1);
        double margin = Math.max(0.005, (high - low) * 0.08);
        qualityFrom = Math.max(0, low - margin);
        qualityTo = Math.min(1, high + margin);
    }

    static String of(Plot plot) {
        return new PlotSvg(plot).draw();
    }

    private static double low(Mark mark) {
        return mark.interval().map(Plot.Range::low).orElse(mark.quality());
    }

    private static double high(Mark mark) {
        return mark.interval().map(Plot.Range::high).orElse(mark.quality());
    }

    private String draw() {
        add(
                "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"plot-title plot-description\">",
                WIDTH, HEIGHT);
        add("<title id=\"plot-title\">%s</title>", Html.escape(plot.title()));
        add("<desc id=\"plot-description\">%s</desc>", Html.escape(plot.description()));
        axes();
        plot.series().forEach(this::line);
        plot.series().forEach(this::marks);
        // Above all dots and lines, and beside them.
        plot.series().forEach(this::labels);
        legend();
        add("</svg>");
        return svg.toString();
    }

    private void axes() {
        for (double quality : qualityTicks()) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(quality), y(quality));
            add(
                    "<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
                    LEFT - 8, y(quality) + 4, number(quality));
        }
        for (double cost : costTicks()) {
            add(
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    x(cost), x(cost), TOP, HEIGHT - BOTTOM);
            add(
                    "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">$%s</text>",
                    x(cost), HEIGHT - BOTTOM + 18, number(cost));
        }
        add(
                "<text class=\"axis\" text-anchor=\"middle\" x=\"%d\" y=\"%d\">US dollars for 1,000 requests (logarithmic)</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12);
        add(
                "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(16 %d) rotate(-90)\">quality</text>",
                (TOP + HEIGHT - BOTTOM) / 2);
    }

    private List<Double> qualityTicks() {
        double step = Math.pow(10, Math.floor(Math.log10(qualityTo - qualityFrom)));
        if ((qualityTo - qualityFrom) / step < 2.5) step /= 5;
        else if ((qualityTo - qualityFrom) / step < 5) step /= 2;
        var ticks = new ArrayList<Double>();
        for (long i = (long) Math.ceil(qualityFrom / step); i * step <= qualityTo; i++) ticks.add(i * step);
        return ticks;
    }

    /// 1, 2 and 5 of each decade; only the 1 where there are many decades.
    private List<Double> costTicks() {
        var ticks = new ArrayList<Double>();
        double[] steps = costTo - costFrom > 4
                ? new double[] {1}
                : costTo - costFrom > 2 ? new double[] {1, 3} : new double[] {1, 2, 5};
        for (int decade = (int) Math.floor(costFrom); decade <= costTo; decade++) {
            for (double step : steps) {
                double tick = step * Math.pow(10, decade);
                if (Math.log10(tick) >= costFrom && Math.log10(tick) <= costTo) ticks.add(tick);
            }
        }
        return ticks;
    }

    private void line(Series series) {
        boolean lined =
                series.style() == Style.HULL || series.style() == Style.ROUTER || series.style() == Style.ORACLE;
        if (!lined || series.marks().size() < 2) return;
        var points = series.marks().stream()
                .filter(mark -> mark.costUsdPer1k() > 0)
                .map(mark -> format("%.1f,%.1f", x(mark.costUsdPer1k()), y(mark.quality())))
                .collect(Collectors.joining(" "));
        add("<polyline class=\"line %s\" points=\"%s\"/>", style(series), points);
    }

    private void marks(Series series) {
        for (var mark : dots(series)) {
            double x = x(mark.costUsdPer1k());
            taken.add(new double[] {x - 6, y(mark.quality()) + 4, 12});
            mark.interval()
                    .ifPresent(range -> add(
                            "<line class=\"interval %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                            style(series), x, x, y(range.low()), y(range.high())));
            add(
                    "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"><title>%s</title></circle>",
                    style(series),
                    x,
                    y(mark.quality()),
                    series.style() == Style.PLACES ? 6 : 4,
                    Html.escape(tip(series, mark)));
        }
    }

    private static List<Mark> dots(Series series) {
        boolean dotted = series.style() == Style.MODELS
                || series.style() == Style.PLACES
                || series.marks().size() == 1;
        if (!dotted) return List.of();
        return series.marks().stream().filter(mark -> mark.costUsdPer1k() > 0).toList();
    }

    private void labels(Series series) {
        for (var mark : dots(series)) {
            if (!mark.label().isEmpty()) label(mark, x(mark.costUsdPer1k()));
        }
    }

    private static String tip(Series series, Mark mark) {
        return format(
                "%s: quality %.4f at $%s for 1,000 requests",
                mark.label().isEmpty() ? series.name() : mark.label(), mark.quality(), number(mark.costUsdPer1k()));
    }

    /// Beside its dot, on the side with more room, and moved down or up until it covers no dot and no other label.
    private void label(Mark mark, double x) {
        double width = mark.label().length() * 6.4;
        boolean left = x + width + 12 > WIDTH - RIGHT;
        double from = left ? x - 9 - width : x + 9;
        double y = y(mark.quality()) + 4;
        for (int attempt = 0; attempt < 12; attempt++) {
            double tried = y + (attempt % 2 == 0 ? 1 : -1) * ((attempt + 1) / 2) * 13;
            if (taken.stream().noneMatch(other -> covers(other, from, tried, width))) {
                y = tried;
                break;
            }
        }
        taken.add(new double[] {from, y, width});
        add(
                "<text class=\"label\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                left ? "end" : "start", left ? x - 9 : x + 9, y, Html.escape(mark.label()));
    }

    private static boolean covers(double[] other, double x, double y, double width) {
        return Math.abs(other[1] - y) < 12 && other[0] < x + width && x < other[0] + other[2];
    }

    private void legend() {
        double x = LEFT;
        for (var series : plot.series()) {
            if (series.marks().isEmpty()) continue;
            boolean lined =
                    series.style() == Style.HULL || series.style() == Style.ROUTER || series.style() == Style.ORACLE;
            if (lined)
                add("<line class=\"line %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"20\" y2=\"20\"/>", style(series), x, x + 22);
            else add("<circle class=\"dot %s\" cx=\"%.1f\" cy=\"20\" r=\"4\"/>", style(series), x + 11);
            add("<text class=\"label\" x=\"%.1f\" y=\"24\">%s</text>", x + 28, Html.escape(series.name()));
            x += 52 + series.name().length() * 6.6;
        }
    }

    private static String style(Series series) {
        return series.style().name().toLowerCase(Locale.ROOT);
    }

    private double x(double costUsdPer1k) {
        return LEFT + (Math.log10(costUsdPer1k) - costFrom) / (costTo - costFrom) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double quality) {
        return HEIGHT - BOTTOM - (quality - qualityFrom) / (qualityTo - qualityFrom) * (HEIGHT - TOP - BOTTOM);
    }

    /// Without noise in the last digits.
    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values)).append('\n');
    }
}
