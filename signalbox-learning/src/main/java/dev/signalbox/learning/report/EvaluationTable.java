package dev.signalbox.learning.report;

import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import dev.signalbox.learning.evaluate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An evaluation as rows for readers. Columns of which no row knows a value are left out.
public final class EvaluationTable {
    private static final int SHARES_SHOWN = 4;

    private EvaluationTable() {}

    private record Column(String header, Function<MethodResult, String> cell) {}

    /// One row a method.
    public static TextTable methods(EvaluationResult result) {
        var columns = new ArrayList<Column>();
        columns.add(new Column("method", MethodResult::name));
        columns.add(new Column("quality", method -> quality(method.quality())));
        columns.add(new Column("over best single", method -> difference(method.qualityOverBestSingle())));
        columns.add(new Column(
                "$/1k",
                method -> method.costUsdPer1k().map(EvaluationTable::cost).orElse("")));
        columns.add(new Column(
                "AIQ", method -> method.aiqPaper().map(EvaluationTable::quality).orElse("")));
        columns.add(new Column(
                "AIQ over hull",
                method -> method.aiqOverHull().map(EvaluationTable::difference).orElse("")));
        columns.add(new Column("AIQ (code)", method -> number(method.aiqCode(), "%.4f")));
        columns.add(new Column("QNC %", method -> number(method.qnc(), "%.1f")));
        columns.add(new Column("APGR", method -> spread(method, "apgr", number(method.apgr(), "%.3f"), "%.3f")));
        columns.add(new Column("CPT50 %", method -> spread(method, "cpt50", number(method.cpt50(), "%.1f"), "%.1f")));
        columns.add(new Column("CPT80 %", method -> spread(method, "cpt80", number(method.cpt80(), "%.1f"), "%.1f")));
        columns.removeIf(column -> result.methods().stream()
                .allMatch(method -> column.cell.apply(method).isEmpty()));
        columns.add(new Column("share", method -> method.name().startsWith("model:") ? "" : shares(method.share())));
        return new TextTable(
                columns.stream().map(Column::header).toList(),
                result.methods().stream()
                        .map(method -> columns.stream()
                                .map(column -> column.cell.apply(method))
                                .toList())
                        .toList(),
                true);
    }

    /// One row a place of the dial.
    public static TextTable dial(EvaluationResult result) {
        return new TextTable(
                List.of("dial", "quality", "over best single", "$/1k", "share"),
                result.dial().stream().map(EvaluationTable::row).toList(),
                true);
    }

    private static List<String> row(Place place) {
        return List.of(
                String.format(Locale.ROOT, "%.2f", place.place()),
                quality(place.quality()),
                difference(place.qualityOverBestSingle()),
                cost(place.costUsdPer1k()),
                shares(place.share()));
    }

    static String quality(Interval interval) {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", interval.mean(), interval.low(), interval.high());
    }

    static String difference(Interval interval) {
        return String.format(Locale.ROOT, "%+.4f [%+.4f, %+.4f]", interval.mean(), interval.low(), interval.high());
    }

    /// Three digits, whatever the order of magnitude.
    static String cost(Interval interval) {
        double mean = interval.mean();
        int decimals = mean <= 0 ? 2 : Math.clamp(2 - (int) Math.floor(Math.log10(mean)), 0, 6);
        return String.format(Locale.ROOT, "%." + decimals + "f", mean);
    }

    private static String number(OptionalDouble number, String format) {
        return number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : "";
    }

    /// With the standard deviation over the splits, where there are several.
    private static String spread(MethodResult method, String key, String number, String format) {
        var deviation = method.spread().get(key);
        return deviation == null ? number : number + " ±" + String.format(Locale.ROOT, format, deviation);
    }

    static String shares(Map<String, Double> share) {
        var shown = share.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(SHARES_SHOWN)
                .map(entry -> "%s %d%%".formatted(shortName(entry.getKey()), Math.round(100 * entry.getValue())))
                .collect(Collectors.joining(", "));
        return share.size() > SHARES_SHOWN ? shown + ", …" : shown;
    }

    /// A model's name without its maker.
    static String shortName(String model) {
        return Optional.of(model.substring(model.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty())
                .orElse(model);
    }
}
