package dev.signalbox.learning.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What an evaluation found. Money is US dollars for 1,000 queries.
///
/// @param train the name of the table that was learnt from
/// @param test the name of the table that was measured on
/// @param trainQueries how many queries were learnt from
/// @param queries how many queries were measured on
/// @param models the pool that every method chose from
/// @param methods in the order random, length, best-single, hull, best-per-group, knn, default, oracle, then
///     each model, then those that were asked for
/// @param dial the default method at places between cost (0) and quality (1); empty without costs
/// @param notes what was left out or treated in a way that a reader must know
/// @param splits how many splits the numbers are means of
/// @param diagnosis where the default method errs; empty without texts, and the first split's of several
public record EvaluationResult(
        String train,
        String test,
        int trainQueries,
        int queries,
        List<String> models,
        List<MethodResult> methods,
        List<Place> dial,
        List<String> notes,
        int splits,
        Optional<Diagnosis> diagnosis) {
    public EvaluationResult {
        models = List.copyOf(models);
        methods = List.copyOf(methods);
        dial = List.copyOf(dial);
        notes = List.copyOf(notes);
    }

    public Optional<MethodResult> method(String name) {
        return methods.stream().filter(method -> method.name.equals(name)).findFirst();
    }

    /// One way of choosing a model. A measure that does not apply is absent.
    ///
    /// @param quality where quality alone counts
    /// @param costUsdPer1k likewise
    /// @param qualityOverBestSingle the difference to `best-single` on the same queries
    /// @param aiqOverHull the difference of `aiqPaper` to `hull` on the same queries
    /// @param qnc the least cost that reaches the best single model's quality, in percent of that model's cost
    /// @param apgr for pools of two models
    /// @param cpt50 likewise, in percent of the queries
    /// @param cpt80 likewise
    /// @param share of the queries that each model answered
    /// @param curve what each spending buys: the corners of the method's hull
    /// @param more the other measures; one that does not apply is missing
    /// @param spread the standard deviation over the splits, by the JSON's name of the measure; empty for one split
    public record MethodResult(
            String name,
            Interval quality,
            Optional<Interval> costUsdPer1k,
            Interval qualityOverBestSingle,
            Optional<Interval> aiqPaper,
            OptionalDouble aiqCode,
            Optional<Interval> aiqOverHull,
            OptionalDouble qnc,
            OptionalDouble apgr,
            OptionalDouble cpt50,
            OptionalDouble cpt80,
            Map<String, Double> share,
            List<CostCurve.Point> curve,
            Map<Measure, Double> more,
            Map<String, Double> spread) {
        /// A copy that knows one measure more.
        MethodResult with(Measure measure, double value) {
            var all = new EnumMap<Measure, Double>(Measure.class);
            all.putAll(more);
            if (Double.isFinite(value)) all.put(measure, value);
            return new MethodResult(
                    name,
                    quality,
                    costUsdPer1k,
                    qualityOverBestSingle,
                    aiqPaper,
                    aiqCode,
                    aiqOverHull,
                    qnc,
                    apgr,
                    cpt50,
                    cpt80,
                    share,
                    curve,
                    Map.copyOf(all),
                    spread);
        }
    }

    /// The default method at one place of its dial, on the queries with known costs.
    public record Place(
            double place,
            double perDollar,
            Interval quality,
            Interval costUsdPer1k,
            Interval qualityOverBestSingle,
            Map<String, Double> share) {}
}
