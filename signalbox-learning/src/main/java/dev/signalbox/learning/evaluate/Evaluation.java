package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.Place;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.MethodException;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Encoder;
import dev.signalbox.standard.quality.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures the learnt router on a test table beside the simple ways to choose. Whatever a table lacks (costs, texts,
/// groups, outcomes) is left out of what needs it, and the result's notes say so.
public final class Evaluation {
    /// The methods that are always measured, where a table allows it.
    public static final List<String> ALWAYS = List.of(
            "random", "length", "best-single", "hull", "best-per-group", "knn", "default", "default-told", "oracle");

    private static final double[] PLACES = {0, 0.25, 0.5, 0.75, 1};

    private final Tables tables;
    private final Pool pool;
    private final Baselines baselines;
    private final Measures measures;
    private final List<EvaluationResult.MethodResult> methods = new ArrayList<>();
    private final List<EvaluationResult.MethodResult> asked = new ArrayList<>();
    private final List<Place> dial = new ArrayList<>();
    private final List<String> notes;
    private Optional<Diagnosis> diagnosis = Optional.empty();

    /// @param training how the default method is trained; its seed is also the bootstrap's
    /// @param resamples of the bootstrap, for the intervals
    /// @param methods to measure besides the ones that are always there
    /// @param timed whether to measure how long methods take, which no seed makes the same twice
    public record Options(Trainer.Options training, int resamples, List<Method> methods, boolean timed) {
        public Options {
            methods = List.copyOf(methods);
        }

        public Options(Trainer.Options training, int resamples) {
            this(training, resamples, List.of(), false);
        }
    }

    private Evaluation(Tables tables, Options options) {
        this.tables = tables;
        this.pool = Pool.of(tables.test());
        this.baselines = Baselines.of(tables.train());
        var bootstrap = new Bootstrap(tables.test().size(), options.resamples, options.training.seed());
        this.measures = new Measures(pool, bootstrap, baselines);
        this.notes = new ArrayList<>(tables.notes());
    }

    /// @param train what the methods learn from
    /// @param test what they are measured on
    /// @throws dev.signalbox.learning.table.OutcomeTableException if the tables have nothing in common
    public static EvaluationResult run(
            OutcomeTable train, OutcomeTable test, Encoder encoder, Options options, Progress progress) {
        var tables = Tables.of(train, test);
        var evaluation = new Evaluation(tables, options);
        evaluation.measureAll(encoder, options, progress);
        evaluation.noteCosts();
        return new EvaluationResult(
                train.name(),
                test.name(),
                tables.train().size(),
                tables.test().size(),
                tables.test().models(),
                evaluation.measures.behindFrontier(evaluation.methods),
                evaluation.dial,
                evaluation.notes,
                1,
                evaluation.diagnosis);
    }

    private void measureAll(Encoder encoder, Options options, Progress progress) {
        methods.add(measures.method("random", pool.random(), null, pair() ? StrongCalls.random() : null, null));
        if (tables.texts()) methods.add(length());
        methods.add(measures.method("best-single", pool.always(baselines.best()), null, null, null));
        methods.add(hull());
        if (tables.groups()) methods.add(believer("best-per-group", baselines.perGroup(tables.test())));
        if (tables.texts()) learned(encoder, options, progress);
        var test = tables.test();
        methods.add(believer("oracle", new BeliefRouting(test.quality(), test.costUsd())));
        for (int model = 0; model < test.models().size(); model++) {
            methods.add(measures.method("model:" + test.models().get(model), pool.always(model), null, null, null));
        }
        methods.addAll(asked);
        progress.at("measure", 1, 1);
    }

    private void learned(Encoder encoder, Options options, Progress progress) {
        var lexical = options.training.lexical();
        var train = Inputs.of(tables.train(), encoder, lexical, progress);
        var test = Inputs.of(tables.test(), encoder, lexical, progress);
        methods.add(believer("knn", Learned.neighbours(tables.train(), train, baselines, test)));
        var snapshot = Trainer.fit(tables.train(), train, encoder, options.training, progress)
                .snapshot();
        var beliefs = Learned.snapshot(snapshot, test);
        methods.add(believer("default", beliefs));
        if (snapshot.told().isPresent()) {
            methods.add(believer("default-told", Learned.told(snapshot, test, tables.test())));
        }
        diagnosis = Optional.of(Diagnosis.of(pool, beliefs));
        if (pool.hasCosts()) places(snapshot, beliefs);
        learnAsked(train, test, beliefs.costUsd(), options, progress);
    }

    /// What a method does not say, costs, is believed as the default method believes it.
    private void learnAsked(Inputs train, Inputs test, double[][] costUsd, Options options, Progress progress) {
        for (int i = 0; i < options.methods.size(); i++) {
            var method = options.methods.get(i);
            progress.at("learn", i, options.methods.size());
            try {
                var learnt = method.learn(tables.train(), train, options.training.seed());
                long before = System.nanoTime();
                var quality = learnt.quality(test);
                double tookUs = (System.nanoTime() - before) / 1e3 / test.size();
                var measured = believer(method.name(), new BeliefRouting(quality, costUsd));
                asked.add(options.timed ? measured.with(Measure.OVERHEAD_US, tookUs) : measured);
                learnt.notes().forEach(note -> notes.add("`%s` %s".formatted(method.name(), note)));
                noteUndecided(method.name(), quality);
            } catch (OutcomeTableException | MethodException lacking) {
                notes.add("`%s` was left out: %s".formatted(method.name(), lacking.getMessage()));
            }
        }
        if (!options.methods.isEmpty()) progress.at("learn", options.methods.size(), options.methods.size());
    }

    private void noteUndecided(String name, double[][] quality) {
        long undecided = Arrays.stream(quality)
                .filter(row -> Arrays.stream(row).allMatch(Double::isNaN))
                .count();
        if (undecided > 0) {
            notes.add(
                    "`%s` chose no model for %d test queries: it was measured without them".formatted(name, undecided));
        }
    }

    private void places(Snapshot snapshot, BeliefRouting beliefs) {
        var fitted = snapshot.dial();
        if (fitted.isEmpty()) return;
        for (double place : PLACES) {
            double perDollar = fitted.get().at(place).perDollar();
            dial.add(measures.place(place, perDollar, beliefs.byUtility(pool, perDollar)));
        }
    }

    private boolean pair() {
        return tables.test().models().size() == 2 && strongIsBetter();
    }

    private boolean strongIsBetter() {
        double gap = 0;
        int strong = baselines.best();
        for (double[] row : tables.test().quality()) {
            double difference = row[strong] - row[1 - strong];
            if (Double.isNaN(difference)) return false;
            gap += difference;
        }
        return gap > 0;
    }

    private EvaluationResult.MethodResult believer(String name, BeliefRouting believer) {
        @Nullable
        DialSweep sweep = pool.hasCosts()
                ? DialSweep.of(baselines.costUsd(), perDollar -> believer.byUtility(pool, perDollar))
                : null;
        double[][] quality = believer.quality();
        int strong = baselines.best();
        return measures.method(
                name,
                believer.byQuality(pool),
                sweep,
                pair() ? strongCalls(row -> quality[row][strong] - quality[row][1 - strong]) : null,
                believer);
    }

    private StrongCalls strongCalls(IntToDoubleFunction score) {
        int strong = baselines.best();
        var test = tables.test();
        return StrongCalls.of(
                IntStream.range(0, test.size()).mapToDouble(score).toArray(),
                IntStream.range(0, test.size())
                        .mapToDouble(row -> test.quality()[row][1 - strong])
                        .toArray(),
                IntStream.range(0, test.size())
                        .mapToDouble(row -> test.quality()[row][strong])
                        .toArray());
    }

    /// The single models and coins tossed between them: what routing must be above to be worth anything.
    private EvaluationResult.MethodResult hull() {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int model = 0; model < tables.test().models().size(); model++) {
            int place = model;
            double mean = Arrays.stream(tables.test().quality())
                    .mapToDouble(row -> row[place])
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NEGATIVE_INFINITY);
            if (mean > most) {
                most = mean;
                best = model;
            }
        }
        return measures.method("hull", pool.always(best), pool.hasCosts() ? measures.singles() : null, null, null);
    }

    /// The longest prompts go to the best model and the others to the cheapest.
    private EvaluationResult.MethodResult length() {
        var test = tables.test();
        double[] lengths = test.queries().stream()
                .mapToDouble(query -> query.text().map(String::length).orElse(0))
                .toArray();
        var order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> lengths[row])
                        .reversed())
                .toList();
        int strong = baselines.best();
        int weak = baselines.weak();
        var routings = new ArrayList<Routing>();
        for (int step = 0; step <= 20; step++) {
            var routing = new Routing(test.size(), test.models().size());
            int toStrong = (int) Math.round(order.size() * step / 20.0);
            for (int i = 0; i < order.size(); i++) {
                int row = order.get(i);
                int model = i < toStrong ? strong : weak;
                boolean known = pool.costed().get(row) && !Double.isNaN(test.quality()[row][model]);
                if (known) routing.take(row, model, test);
            }
            routings.add(routing);
        }
        boolean priced =
                pool.hasCosts() && pool.priced().get(strong) && pool.priced().get(weak);
        return measures.method(
                "length",
                pool.always(strong),
                priced ? new DialSweep(routings) : null,
                pair() ? strongCalls(row -> lengths[row]) : null,
                null);
    }

    private void noteCosts() {
        var test = tables.test();
        if (!pool.hasCosts()) {
            notes.add("the test table `%s` knows too few costs: costs and the measures of cost are null"
                    .formatted(test.name()));
            return;
        }
        if (pool.priced().cardinality() < test.models().size()) {
            notes.add("costs are known for %d of %d models: AIQ, QNC, curves and the dial are measured among those"
                    .formatted(pool.priced().cardinality(), test.models().size()));
        }
        if (pool.costed().cardinality() < test.size()) {
            notes.add("costs are known for %d of %d queries: costs, AIQ, QNC, curves and the dial are measured on those"
                    .formatted(pool.costed().cardinality(), test.size()));
        }
        if (test.models().size() != 2) {
            notes.add("APGR and CPT are measures of pools of two models: null for %d"
                    .formatted(test.models().size()));
        }
    }
}
