package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Encoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Measures on several random splits of one table, so that the luck of a split can be seen. The same
/// question is never on both sides of a split.
///
/// A number of the result is the mean of the splits'. The ends of its interval are means, too: the tests of
/// the splits overlap, so more splits do not make the interval narrower. [MethodResult#spread] is the standard
/// deviation over the splits.
public final class Splits {
    private final List<EvaluationResult> results;

    private Splits(List<EvaluationResult> results) {
        this.results = results;
    }

    /// @param holdout the share of the questions to measure on, between 0 and 1
    /// @param splits 1 or more; the first is that of the options' seed, and each next one of the next seed
    public static EvaluationResult run(
            OutcomeTable table,
            double holdout,
            int splits,
            Encoder encoder,
            Evaluation.Options options,
            Progress progress) {
        var some = new ArrayList<Split>();
        for (int i = 0; i < splits; i++)
            some.add(Split.of(table, holdout, options.training().seed() + i));
        return run(some, encoder, options, progress);
    }

    /// @param splits one or more
    static EvaluationResult run(List<Split> splits, Encoder encoder, Evaluation.Options options, Progress progress) {
        return mean(each(splits, new RememberingEncoder(encoder), options, progress));
    }

    /// The result of each split. The options' seed is that of the first, and each next one has the next seed.
    static List<EvaluationResult> each(
            List<Split> splits, Encoder encoder, Evaluation.Options options, Progress progress) {
        var results = new ArrayList<EvaluationResult>();
        for (int i = 0; i < splits.size(); i++) {
            var split = splits.get(i);
            var seeded = reseeded(options, options.training().seed() + i);
            results.add(Evaluation.run(split.train(), split.test(), encoder, seeded, progress));
        }
        return results;
    }

    static EvaluationResult mean(List<EvaluationResult> results) {
        return results.size() == 1 ? results.getFirst() : new Splits(results).merged();
    }

    private static Evaluation.Options reseeded(Evaluation.Options options, long seed) {
        var training = options.training();
        return new Evaluation.Options(
                new Trainer.Options(seed, training.createdAt(), training.qualitySource(), training.lexical()),
                options.resamples(),
                options.methods(),
                options.timed());
    }

    private EvaluationResult merged() {
        var first = results.getFirst();
        var notes = new ArrayList<>(first.notes());
        notes.add("numbers are means over %d splits; counts, curves and the other notes are the first split's"
                .formatted(results.size()));
        var methods = new ArrayList<MethodResult>();
        for (var method : first.methods()) {
            var all = results.stream()
                    .flatMap(result -> result.method(method.name()).stream())
                    .toList();
            if (all.size() == results.size()) methods.add(method(all));
            else notes.add("`%s` could not be measured on every split and was left out".formatted(method.name()));
        }
        var dial = new ArrayList<Place>();
        for (int i = 0; i < first.dial().size(); i++) {
            int place = i;
            if (results.stream().allMatch(result -> result.dial().size() > place)) {
                dial.add(place(
                        results.stream().map(result -> result.dial().get(place)).toList()));
            }
        }
        return new EvaluationResult(
                first.train(),
                first.test(),
                first.trainQueries(),
                first.queries(),
                first.models(),
                methods,
                dial,
                notes,
                results.size(),
                first.diagnosis());
    }

    private static MethodResult method(List<MethodResult> all) {
        var first = all.getFirst();
        return new MethodResult(
                first.name(),
                interval(all, MethodResult::quality),
                known(all, MethodResult::costUsdPer1k),
                interval(all, MethodResult::qualityOverBestSingle),
                known(all, MethodResult::aiqPaper),
                number(all, MethodResult::aiqCode),
                known(all, MethodResult::aiqOverHull),
                number(all, MethodResult::qnc),
                number(all, MethodResult::apgr),
                number(all, MethodResult::cpt50),
                number(all, MethodResult::cpt80),
                shares(all.stream().map(MethodResult::share).toList()),
                first.curve(),
                more(all),
                spread(all));
    }

    private static Place place(List<Place> all) {
        return new Place(
                all.getFirst().place(),
                mean(all, Place::perDollar),
                interval(all, Place::quality),
                interval(all, Place::costUsdPer1k),
                interval(all, Place::qualityOverBestSingle),
                shares(all.stream().map(Place::share).toList()));
    }

    private static Map<Measure, Double> more(List<MethodResult> all) {
        var more = new EnumMap<Measure, Double>(Measure.class);
        for (var measure : Measure.values()) {
            number(all, method -> optional(method, measure)).ifPresent(value -> more.put(measure, value));
        }
        return Map.copyOf(more);
    }

    private static OptionalDouble optional(MethodResult method, Measure measure) {
        var value = method.more().get(measure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Map<String, Double> spread(List<MethodResult> all) {
        var spread = new LinkedHashMap<String, Double>();
        deviation(all, method -> OptionalDouble.of(method.quality().mean())).ifPresent(it -> spread.put("quality", it));
        deviation(all, method -> mean(method.costUsdPer1k())).ifPresent(it -> spread.put("costUsdPer1k", it));
        deviation(all, method -> mean(method.aiqPaper())).ifPresent(it -> spread.put("aiqPaper", it));
        deviation(all, MethodResult::qnc).ifPresent(it -> spread.put("qnc", it));
        deviation(all, MethodResult::apgr).ifPresent(it -> spread.put("apgr", it));
        deviation(all, MethodResult::cpt50).ifPresent(it -> spread.put("cpt50", it));
        deviation(all, MethodResult::cpt80).ifPresent(it -> spread.put("cpt80", it));
        return spread;
    }

    private static OptionalDouble mean(Optional<Interval> interval) {
        return interval.map(Interval::mean).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble deviation(List<MethodResult> all, Function<MethodResult, OptionalDouble> number) {
        if (all.stream().anyMatch(method -> number.apply(method).isEmpty())) return OptionalDouble.empty();
        double mean = mean(all, method -> number.apply(method).orElseThrow());
        double squares = all.stream()
                .mapToDouble(method -> Math.pow(number.apply(method).orElseThrow() - mean, 2))
                .sum();
        return OptionalDouble.of(Math.sqrt(squares / (all.size() - 1)));
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> number) {
        return all.stream().mapToDouble(number).average().orElseThrow();
    }

    private static <T> Interval interval(List<T> all, Function<T, Interval> interval) {
        return new Interval(
                mean(all, some -> interval.apply(some).mean()),
                mean(all, some -> interval.apply(some).low()),
                mean(all, some -> interval.apply(some).high()));
    }

    private static Optional<Interval> known(
            List<MethodResult> all, Function<MethodResult, Optional<Interval>> interval) {
        if (all.stream().anyMatch(method -> interval.apply(method).isEmpty())) return Optional.empty();
        return Optional.of(interval(all, method -> interval.apply(method).orElseThrow()));
    }

    private static OptionalDouble number(List<MethodResult> all, Function<MethodResult, OptionalDouble> number) {
        if (all.stream().anyMatch(method -> number.apply(method).isEmpty())) return OptionalDouble.empty();
        return OptionalDouble.of(mean(all, method -> number.apply(method).orElseThrow()));
    }

    private static Map<String, Double> shares(List<Map<String, Double>> all) {
        var sums = new LinkedHashMap<String, Double>();
        all.forEach(share -> share.forEach((model, part) -> sums.merge(model, part / all.size(), Double::sum)));
        return sums;
    }
}
