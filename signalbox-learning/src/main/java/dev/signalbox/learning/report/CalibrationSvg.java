package dev.signalbox.learning.report;

import java.util.Locale;
import java.util.stream.Collectors;

/// Draws a [CalibrationPlot] as SVG, to be put into a page whose style sheet gives the colours.
final class CalibrationSvg {
    private static final int SIDE = 360;
    private static final int LEFT = 64;
    private static final int TOP = 20;
    private static final int WIDTH = 860;
    private static final int HEIGHT = SIDE + TOP + 56;
    private static final int TICKS = 5;

    private final StringBuilder svg = new StringBuilder();

    private CalibrationSvg() {}

    static String of(CalibrationPlot plot) {
        return new CalibrationSvg().draw(plot);
    }

    private String draw(CalibrationPlot plot) {
        var bins = plot.reliability().bins();
        add(
                "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"calibration-title calibration-description\">",
                WIDTH, HEIGHT);
        add("<title id=\"calibration-title\">Believed and actual quality</title>");
        add(
                "<desc id=\"calibration-description\">%d bins of equally many pairs of query and model. Where belief is right a dot lies on the dashed diagonal.</desc>",
                bins.size());
        for (int i = 0; i <= TICKS; i++) tick(i / (double) TICKS);
        add("<line class=\"line hull\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x(0), y(0), x(1), y(1));
        add(
                "<polyline class=\"line router\" points=\"%s\"/>",
                bins.stream()
                        .map(bin -> format("%.1f,%.1f", x(bin.predicted()), y(bin.observed())))
                        .collect(Collectors.joining(" ")));
        for (var bin : bins) {
            add(
                    "<circle class=\"dot places\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>believed %.3f, actual %.3f, %d pairs</title></circle>",
                    x(bin.predicted()), y(bin.observed()), bin.predicted(), bin.observed(), bin.outcomes());
        }
        add(
                "<text class=\"axis\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">believed quality</text>",
                x(0.5), HEIGHT - 12);
        add(
                "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(16 %.1f) rotate(-90)\">actual quality</text>",
                y(0.5));
        add("</svg>");
        return svg.toString();
    }

    private void tick(double value) {
        add("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x(0), x(1), y(value), y(value));
        add("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x(value), x(value), y(0), y(1));
        add(
                "<text class=\"tick\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">%.1f</text>",
                x(0) - 8, y(value) + 4, value);
        add(
                "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%.1f</text>",
                x(value), y(0) + 18, value);
    }

    private static double x(double value) {
        return LEFT + value * SIDE;
    }

    private static double y(double value) {
        return TOP + (1 - value) * SIDE;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values)).append('\n');
    }
}
