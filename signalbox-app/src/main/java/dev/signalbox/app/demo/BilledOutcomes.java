package dev.signalbox.app.demo;

import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.learning.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The router on outcomes that it has not learnt from and whose real costs are known. Replayed answers cannot tell
/// those: what a model thought and did not say was paid, too.
record BilledOutcomes(EvaluationResult result) {
    private static final double BALANCED = Demo.Place.BALANCED.quality;

    TextTable table() {
        var rows = new ArrayList<List<String>>();
        result.methods().stream()
                .filter(method -> method.name().startsWith("model:"))
                .sorted(Comparator.comparingDouble(BilledOutcomes::costUsdPer1k))
                .forEach(method -> rows.add(row(
                        DemoReport.shortName(method.name()),
                        method.quality(),
                        method.qualityOverBestSingle(),
                        costUsdPer1k(method),
                        Map.of())));
        for (var shown : Demo.Place.values()) {
            place(shown.quality)
                    .ifPresent(place -> rows.add(row(
                            shown.title(),
                            place.quality(),
                            place.qualityOverBestSingle(),
                            place.costUsdPer1k().mean(),
                            place.share())));
        }
        return new TextTable(
                List.of(
                        "who answers",
                        "quality, recorded",
                        "over best single",
                        "$/1k, real",
                        "cost of best single",
                        "share per model"),
                rows,
                true);
    }

    private List<String> row(String name, Interval quality, Interval over, double cost, Map<String, Double> share) {
        return List.of(
                name,
                "%.4f [%.4f, %.4f]".formatted(quality.mean(), quality.low(), quality.high()),
                "%+.4f [%+.4f, %+.4f]".formatted(over.mean(), over.low(), over.high()),
                "%.3f".formatted(cost),
                "%.1f %%".formatted(100 * cost / costUsdPer1k(bestSingle())),
                share.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .filter(entry -> entry.getValue() >= DemoReport.SHARE_SHOWN)
                        .map(entry ->
                                "%s %.0f %%".formatted(DemoReport.shortName(entry.getKey()), 100 * entry.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static double costUsdPer1k(MethodResult method) {
        return method.costUsdPer1k().map(Interval::mean).orElse(Double.NaN);
    }

    private MethodResult bestSingle() {
        return result.method("best-single").orElseThrow();
    }

    private Optional<Place> place(double quality) {
        return result.dial().stream().filter(place -> place.place() == quality).findFirst();
    }

    /// What the balanced router costs, and whether that is felt.
    String finding() {
        var place = place(BALANCED);
        if (place.isEmpty()) return "No costs are known.";
        var best = bestSingle();
        var over = place.get().qualityOverBestSingle();
        return "%s: %.1f %% of the cost of %s, the best single model there; quality differs by %+.4f [%+.4f, %+.4f], %s."
                .formatted(
                        "Router, balanced",
                        100 * place.get().costUsdPer1k().mean() / costUsdPer1k(best),
                        best.share().keySet().stream()
                                .map(DemoReport::shortName)
                                .collect(Collectors.joining()),
                        over.mean(),
                        over.low(),
                        over.high(),
                        over.low() > 0 || over.high() < 0 ? "significant" : "within the noise");
    }
}
