package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.calibrate.Reliability;
import dev.signalbox.learning.table.OutcomeTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Collects the [Measure]s of one way of choosing; one that is NaN does not apply and is left out.
final class Findings {
    private static final int BINS = 15;

    private final Map<Measure, Double> found = new EnumMap<>(Measure.class);
    private final OutcomeTable table;

    Findings(OutcomeTable table) {
        this.table = table;
    }

    Map<Measure, Double> found() {
        return Map.copyOf(found);
    }

    Findings put(Measure measure, double value) {
        if (Double.isFinite(value)) found.put(measure, value);
        return this;
    }

    /// Of the choices where quality alone counts.
    ///
    /// @param costUsdPer1k NaN where unknown
    Findings choices(Routing routing, double costUsdPer1k) {
        double quality = mean(routing.quality());
        double oracle = quality + Regret.toOracle(table, routing);
        double bestFixed = quality + Regret.toBestFixed(table, routing);
        put(Measure.REGRET, Regret.toOracle(table, routing));
        put(Measure.REGRET_BEST_FIXED, Regret.toBestFixed(table, routing));
        put(Measure.GAIN_AT_BEST, 100 * (quality - bestFixed) / bestFixed);
        put(Measure.GAP_AT_ORACLE, 100 * (oracle - quality) / oracle);
        put(Measure.ROUTER_ARENA, RouterArena.score(quality, costUsdPer1k));
        double gini = Gini.of(routing.share());
        put(Measure.GINI, gini);
        put(Measure.BALANCE, 1 - gini);
        return put(Measure.SWITCH_RATE, switchRate(routing.chosen()));
    }

    /// The share of queries that another model answers than the query before; NaN where no single model was chosen.
    static double switchRate(int[] chosen) {
        int[] known = Arrays.stream(chosen).filter(model -> model >= 0).toArray();
        if (known.length < 2) return Double.NaN;
        long switches = IntStream.range(1, known.length)
                .filter(i -> known[i] != known[i - 1])
                .count();
        return switches / (known.length - 1.0);
    }

    /// Of what each setting spends and reaches.
    ///
    /// @param singles the single models, of which `best` was the best in training
    Findings settings(List<CostCurve.Point> settings, List<CostCurve.Point> singles, CostCurve.Point best) {
        var curve = CostCurve.of(settings);
        double least =
                singles.stream().mapToDouble(CostCurve.Point::costUsd).min().orElse(Double.NaN);
        double most =
                singles.stream().mapToDouble(CostCurve.Point::costUsd).max().orElse(Double.NaN);
        put(Measure.DEFERRAL_AREA, Deferral.area(settings, least, most));
        put(
                Measure.ROUTER_ARENA_BEST,
                settings.stream()
                        .mapToDouble(point -> RouterArena.score(point.quality(), 1000 * point.costUsd()))
                        .max()
                        .orElse(Double.NaN));
        put(Measure.PERFORMANCE_GAIN, 100 * (curve.corners().getLast().quality() / best.quality() - 1));
        return put(Measure.COST_SAVE, 100 * (1 - curve.costOf(best.quality()) / best.costUsd()));
    }

    /// Of what was believed; calibration only where every belief could be a quality.
    ///
    /// @param strong the model that a query may need
    /// @param weak the model that may do
    Findings beliefs(BeliefRouting believer, Routing routing, int strong, int weak) {
        var pairs = pairs(believer, routing.chosen());
        if (pairs.probable()) {
            put(
                    Measure.CALIBRATION_ERROR,
                    Reliability.ofEqualMass(pairs.believed, pairs.quality, BINS).error());
            put(Measure.BRIER, Reliability.brier(pairs.believed, pairs.quality));
            put(Measure.LOG_LOSS, LogLoss.of(pairs.believed, pairs.quality));
            put(
                    Measure.DECISION_CALIBRATION_ERROR,
                    Reliability.ofEqualMass(pairs.chosenBelieved, pairs.chosenQuality, BINS)
                            .error());
        }
        return strong == weak ? this : put(Measure.AREA_UNDER_RECEIVER_CURVE, gaps(believer, strong, weak));
    }

    private double gaps(BeliefRouting believer, int strong, int weak) {
        int[] rows = IntStream.range(0, table.size())
                .filter(row -> !Double.isNaN(table.quality()[row][strong] - table.quality()[row][weak])
                        && !Double.isNaN(believer.quality()[row][strong] - believer.quality()[row][weak]))
                .toArray();
        var positive = new boolean[rows.length];
        var scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positive[i] = table.quality()[rows[i]][strong] > table.quality()[rows[i]][weak];
            scores[i] = believer.quality()[rows[i]][strong] - believer.quality()[rows[i]][weak];
        }
        return ReceiverCurve.area(scores, positive);
    }

    /// What was believed and what came of it, for every known pair and for the chosen ones.
    record Pairs(double[] believed, double[] quality, double[] chosenBelieved, double[] chosenQuality) {
        boolean probable() {
            return believed.length > 0 && Arrays.stream(believed).allMatch(belief -> belief >= 0 && belief <= 1);
        }
    }

    private Pairs pairs(BeliefRouting believer, int[] chosen) {
        return pairs(table, believer, chosen);
    }

    static Pairs pairs(OutcomeTable table, BeliefRouting believer, int[] chosen) {
        var believed = DoubleStream.builder();
        var quality = DoubleStream.builder();
        var chosenBelieved = DoubleStream.builder();
        var chosenQuality = DoubleStream.builder();
        for (int row = 0; row < table.size(); row++) {
            for (int model = 0; model < table.models().size(); model++) {
                double belief = believer.quality()[row][model];
                double outcome = table.quality()[row][model];
                if (Double.isNaN(belief) || Double.isNaN(outcome)) continue;
                believed.add(belief);
                quality.add(outcome);
                if (chosen[row] != model) continue;
                chosenBelieved.add(belief);
                chosenQuality.add(outcome);
            }
        }
        return new Pairs(
                believed.build().toArray(),
                quality.build().toArray(),
                chosenBelieved.build().toArray(),
                chosenQuality.build().toArray());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
