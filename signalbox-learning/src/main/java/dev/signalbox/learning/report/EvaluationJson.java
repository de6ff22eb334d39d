package dev.signalbox.learning.report;

import dev.signalbox.learning.evaluate.CostCurve;
import dev.signalbox.learning.evaluate.EvaluationResult;
import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import dev.signalbox.learning.evaluate.Interval;
import dev.signalbox.learning.evaluate.Measure;
import dev.signalbox.learning.evaluate.Regime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An evaluation as JSON: a stable contract, described in `docs/reference/evaluation-json.md`. What does not apply is
/// null.
public final class EvaluationJson {
    public static final String SCHEMA = "signalbox.evaluation/1";
    public static final String REGIMES_SCHEMA = "signalbox.regimes/1";
    private static final JsonMapper JSON = new JsonMapper();

    private EvaluationJson() {}

    public static String write(EvaluationResult result) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(result)) + "\n";
    }

    /// An evaluation for each regime of labels.
    public static String write(List<Regime.Result> regimes) {
        var root = JSON.createObjectNode();
        root.put("schema", REGIMES_SCHEMA);
        var all = root.putArray("regimes");
        for (var regime : regimes) {
            var node = all.addObject().put("name", regime.name()).put("about", regime.about());
            node.set("evaluation", tree(regime.result()));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static ObjectNode tree(EvaluationResult result) {
        var root = JSON.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("train", result.train());
        root.put("test", result.test());
        root.put("trainQueries", result.trainQueries());
        root.put("queries", result.queries());
        strings(root.putArray("models"), result.models());
        var methods = root.putArray("methods");
        result.methods().forEach(method -> method(methods.addObject(), method));
        var dial = root.putArray("dial");
        result.dial().forEach(place -> place(dial.addObject(), place));
        strings(root.putArray("notes"), result.notes());
        root.put("splits", result.splits());
        return root;
    }

    private static void method(ObjectNode node, MethodResult method) {
        node.put("name", method.name());
        interval(node, "quality", Optional.of(method.quality()));
        interval(node, "costUsdPer1k", method.costUsdPer1k());
        number(
                node,
                "aiqPaper",
                method.aiqPaper().map(Interval::mean).map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        number(node, "aiqCode", method.aiqCode());
        number(node, "qnc", method.qnc());
        number(node, "apgr", method.apgr());
        number(node, "cpt50", method.cpt50());
        number(node, "cpt80", method.cpt80());
        share(node, method.share());
        interval(node, "qualityOverBestSingle", Optional.of(method.qualityOverBestSingle()));
        interval(node, "aiqPaperInterval", method.aiqPaper());
        interval(node, "aiqOverHull", method.aiqOverHull());
        var curve = node.putArray("curve");
        for (CostCurve.Point point : method.curve()) {
            curve.addObject().put("costUsdPer1k", point.costUsd()).put("quality", point.quality());
        }
        var spread = method.spread();
        if (spread.isEmpty()) node.putNull("spread");
        else spread.forEach(node.putObject("spread")::put);
        for (var measure : Measure.values()) {
            var value = Optional.ofNullable(method.more().get(measure));
            number(node, measure.key(), value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        }
    }

    private static void place(ObjectNode node, Place place) {
        node.put("place", place.place());
        node.put("perDollar", place.perDollar());
        interval(node, "quality", Optional.of(place.quality()));
        interval(node, "costUsdPer1k", Optional.of(place.costUsdPer1k()));
        interval(node, "qualityOverBestSingle", Optional.of(place.qualityOverBestSingle()));
        share(node, place.share());
    }

    private static void interval(ObjectNode node, String name, Optional<Interval> interval) {
        var known = interval.filter(some -> Double.isFinite(some.mean()));
        if (known.isEmpty()) {
            node.putNull(name);
            return;
        }
        node.putObject(name)
                .put("mean", known.get().mean())
                .put("low", known.get().low())
                .put("high", known.get().high());
    }

    private static void number(ObjectNode node, String name, OptionalDouble number) {
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) node.put(name, number.getAsDouble());
        else node.putNull(name);
    }

    private static void share(ObjectNode node, Map<String, Double> share) {
        var shares = node.putObject("share");
        share.forEach(shares::put);
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
