package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.evaluate.EvaluationResult.MethodResult;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableReader;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.table.TableUnion;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.signal.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Measures the default router and others on every published data set that is found, against the bars that
/// it must clear.
public final class Benchmark {
    private static final int[] CURVE = {8, 4, 2, 1};

    private final Path data;
    private final Options options;
    private final Progress progress;

    /// @param splits of the data sets that are measured on a part held out
    public record Options(Evaluation.Options evaluation, int splits) {}

    /// @param data the data set's name
    /// @param about what was learnt from
    /// @param encoder its id
    /// @param result the mean over the splits
    /// @param limit what keeps a router below a bar, as far as it is known; empty where it is not
    public record BenchmarkSection(
            String data,
            String about,
            String encoder,
            List<BarVerdict> verdicts,
            EvaluationResult result,
            String limit) {}

    /// @param reached the mean over the splits
    /// @param deviation the standard deviation over them; NaN for one
    /// @param other the method that did best, where that is not the default
    /// @param curve how the number grows with what is learnt from, where the bar was missed
    public record BarVerdict(
            String what,
            boolean most,
            double bar,
            double reached,
            double deviation,
            boolean met,
            Optional<BenchmarkBaseline> other,
            List<Step> curve) {}

    /// @param method its name
    public record BenchmarkBaseline(String method, double reached) {}

    /// @param queries that were learnt from
    public record Step(int queries, double reached) {}

    private Benchmark(Path data, Options options, Progress progress) {
        this.data = data;
        this.options = options;
        this.progress = progress;
    }

    /// The names of the data sets that can be measured.
    public static List<String> known() {
        return PublishedDataset.all().stream()
                .map(PublishedDataset::data)
                .distinct()
                .toList();
    }

    /// The names of those that are in a folder.
    public static List<String> found(Path data) {
        return known().stream()
                .filter(name -> Files.isRegularFile(data.resolve(name).resolve("outcomes.csv")))
                .toList();
    }

    /// @param data a folder of outcome tables, by the names of the data sets
    /// @param name one of [#found]
    /// @throws dev.signalbox.learning.table.OutcomeTableException if a table is wrong
    public static List<BenchmarkSection> run(
            Path data, String name, Encoder encoder, Options options, Progress progress) throws IOException {
        var benchmark = new Benchmark(data, options, progress);
        var remembering = new RememberingEncoder(encoder);
        var table = OutcomeTableReader.read(data.resolve(name));
        var parts = new ArrayList<BenchmarkSection>();
        for (var challenge : PublishedDataset.all()) {
            if (!challenge.data().equals(name)) continue;
            var regime = benchmark.regime(challenge, challenge.pricedOnly() ? priced(table) : table);
            if (regime.isPresent()) parts.add(benchmark.part(challenge, regime.get(), remembering));
        }
        return parts;
    }

    private static OutcomeTable priced(OutcomeTable table) {
        return table.of(IntStream.range(0, table.models().size())
                .filter(model -> Arrays.stream(table.costUsd()).anyMatch(row -> !Double.isNaN(row[model])))
                .mapToObj(table.models()::get)
                .toList());
    }

    private Optional<Regime> regime(PublishedDataset challenge, OutcomeTable table) throws IOException {
        long seed = options.evaluation.training().seed();
        return switch (challenge.protocol()) {
            case PublishedDataset.Protocol.Holdout(var share) ->
                Optional.of(Regime.holdout(table, share, options.splits, seed));
            case PublishedDataset.Protocol.Labels(var labels, var splits) ->
                table.size() > labels ? Optional.of(Regime.labels(table, labels, splits, seed)) : Optional.empty();
            case PublishedDataset.Protocol.CrossValidated(var folds) ->
                Optional.of(Regime.crossValidated(table, folds, seed));
            case PublishedDataset.Protocol.Transfer(var from) -> transfer(from, table);
        };
    }

    /// Empty where one of the others is missing.
    private Optional<Regime> transfer(List<PublishedDataset.Source> from, OutcomeTable table) throws IOException {
        var others = new ArrayList<OutcomeTable>();
        for (var source : from) {
            var folder = data.resolve(source.data());
            if (!Files.isDirectory(folder)) return Optional.empty();
            others.add(
                    switch (source) {
                        case PublishedDataset.Source.Voted unused -> Votes.read(folder, table);
                        case PublishedDataset.Source.Pair pair ->
                            standIns(OutcomeTableReader.read(folder), pair, table);
                    });
        }
        return Optional.of(Regime.transfer(TableUnion.of(others), table));
    }

    private static OutcomeTable standIns(OutcomeTable other, PublishedDataset.Source.Pair pair, OutcomeTable table) {
        int strong = Baselines.of(table).best();
        return other.of(List.of(pair.strong(), pair.weak()))
                .standingIn(Map.of(
                        pair.strong(), table.models().get(strong),
                        pair.weak(), table.models().get(1 - strong)));
    }

    private BenchmarkSection part(PublishedDataset challenge, Regime regime, Encoder encoder) {
        var results = Splits.each(regime.splits(), encoder, options.evaluation, progress);
        var mean = Splits.mean(results);
        var verdicts = new ArrayList<BarVerdict>();
        for (var bar : challenge.bars())
            verdict(bar, results, regime.splits().getFirst(), encoder).ifPresent(verdicts::add);
        return new BenchmarkSection(challenge.data(), regime.about(), encoder.id(), verdicts, mean, challenge.limit());
    }

    private Optional<BarVerdict> verdict(TargetBar bar, List<EvaluationResult> results, Split first, Encoder encoder) {
        double[] reached = values(bar, results, bar.judged());
        double[] wanted = results.stream()
                .map(bar.wanted())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        if (reached.length < results.size() || wanted.length < results.size()) return Optional.empty();
        double mean = mean(reached);
        boolean met = bar.met(mean, mean(wanted));
        return Optional.of(new BarVerdict(
                bar.what(),
                bar.most(),
                mean(wanted),
                mean,
                deviation(reached),
                met,
                other(bar, results, mean),
                met ? List.of() : curve(bar, first, encoder)));
    }

    /// A number that every split has, one a split.
    private static double[] values(TargetBar bar, List<EvaluationResult> results, String method) {
        return results.stream()
                .map(result -> result.method(method)
                        .map(some -> bar.reached().by(some, result))
                        .orElse(OptionalDouble.empty()))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
    }

    /// The best of those that could be used in earnest: neither the oracle nor the hull, which know the test.
    private static Optional<BenchmarkBaseline> other(TargetBar bar, List<EvaluationResult> results, double judged) {
        Optional<BenchmarkBaseline> best = Optional.empty();
        double most = judged;
        for (var method :
                results.getFirst().methods().stream().map(MethodResult::name).toList()) {
            if (method.equals("oracle") || method.equals("hull") || method.startsWith("model:")) continue;
            double[] values = values(bar, results, method);
            if (values.length < results.size() || mean(values) == most || !bar.met(mean(values), most)) continue;
            most = mean(values);
            best = Optional.of(new BenchmarkBaseline(method, most));
        }
        return best;
    }

    private List<Step> curve(TargetBar bar, Split split, Encoder encoder) {
        var steps = new ArrayList<Step>();
        long seed = options.evaluation.training().seed();
        for (int part : CURVE) {
            var train = part == 1
                    ? split.train()
                    : Split.of(split.train(), 1.0 / part, seed).test();
            var one = new Evaluation.Options(options.evaluation.training(), 1);
            var result = Evaluation.run(train, split.test(), encoder, one, progress);
            double[] value = values(bar, List.of(result), bar.judged());
            if (value.length > 0) steps.add(new Step(result.trainQueries(), value[0]));
        }
        return steps;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double deviation(double[] values) {
        if (values.length < 2) return Double.NaN;
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
