package dev.signalbox.encoders;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Makes the table of a [StaticEncoder] from the transformer, without labels: every token's vector by the transformer
/// (as Model2Vec does, Tulkens and van Dongen, 2024), turned to the fewer axes that keep most, weighted by how rare the
/// token is, and then moved by ridge regression until the sums over real texts come near the transformer's vectors of
/// these texts. The last step matters most, so the texts should be like those that will be routed.
///
/// Uses all cores. The same texts in the same order and the same options give the same table.
public final class Distillation {
    /// How frequent a token is that weighs half.
    private static final double HALF_WEIGHT = 1e-3;

    private static final double RIDGE = 0.05;
    private static final int STEPS = 25;
    private static final double HELD_BACK = 0.05;
    private static final int HELD_BACK_MAX = 1000;
    private static final int TEXTS_MIN = 100;

    private final WordPiece tokenizer;
    private final Function<int[], float[]> teacher;
    private final Options options;
    private final DistillationProgress progress;
    private final SplittableRandom random;

    /// Hears how far it has come. Called from several threads at once, often.
    @FunctionalInterface
    public interface DistillationProgress {
        /// @param stage what is being done, for people
        void at(String stage, long done, long total);
    }

    /// @param dimensions of the table, at most the transformer's 384
    /// @param seed of which texts are held back, and of the axes
    public record Options(int dimensions, long seed) {
        public static final Options DEFAULT = new Options(256, 1);
    }

    /// What came of it.
    ///
    /// @param texts that the table was fitted to
    /// @param heldBack texts that it was not fitted to, for the measure
    /// @param rankCorrelation how far table and transformer agree on those which of them are alike, at most 1
    public record Result(TokenTable table, int texts, int heldBack, double rankCorrelation) {}

    Distillation(
            WordPiece tokenizer, Function<int[], float[]> teacher, Options options, DistillationProgress progress) {
        this.tokenizer = tokenizer;
        this.teacher = teacher;
        this.options = options;
        this.progress = progress;
        this.random = new SplittableRandom(options.seed);
    }

    /// Distils the transformer of [MiniLmEncoder].
    ///
    /// @param texts at least 100; blank ones and repetitions don't count
    /// @throws IOException when the transformer can't be loaded
    /// @throws IllegalArgumentException when there are too few texts
    public static Result run(List<String> texts, Options options, DistillationProgress progress) throws IOException {
        try (var weights = MiniLmWeights.load()) {
            Function<int[], float[]> teacher = ids -> {
                try {
                    return weights.encode(ids);
                } catch (OrtException failed) {
                    throw new IllegalStateException("the transformer failed: " + failed.getMessage(), failed);
                }
            };
            return new Distillation(weights.tokenizer(), teacher, options, progress).run(texts);
        } catch (OrtException failed) {
            throw new IOException("the transformer can't be closed: " + failed.getMessage(), failed);
        }
    }

    Result run(List<String> given) {
        var texts = new ArrayList<>(given.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList());
        if (texts.size() < TEXTS_MIN) {
            throw new IllegalArgumentException(
                    "distilling needs %d different texts or more, and there are %d".formatted(TEXTS_MIN, texts.size()));
        }
        Collections.shuffle(texts, new Random(options.seed));
        // The same cut as the teacher's: what it did not read it can't teach.
        var ids = texts.stream()
                .map(text -> tokenizer.encode(text, MiniLmEncoder.TOKENS_MAX))
                .toList();
        var taught = taught("encode texts", ids);
        int heldBack = (int) Math.min(HELD_BACK_MAX, Math.ceil(ids.size() * HELD_BACK));
        int fitted = ids.size() - heldBack;
        var table = table(ids.subList(0, fitted), Arrays.copyOf(taught, fitted));
        var said =
                ids.subList(fitted, ids.size()).stream().map(table::direction).toArray(float[][]::new);
        var wanted = Arrays.copyOfRange(taught, fitted, ids.size());
        return new Result(table, fitted, heldBack, RankCorrelation.of(wanted, said, random));
    }

    private TokenTable table(List<int[]> texts, float[][] taught) {
        int dimensions = options.dimensions;
        var axes = LeadingAxes.of(taught, dimensions, random);
        var tokens = taught(
                "encode tokens",
                IntStream.range(0, tokenizer.size()).mapToObj(tokenizer::alone).toList());
        float[] first = projected(axes, tokens);
        float[] targets = projected(axes, taught);
        float[] weights = weights(texts);
        var refit = new TableRefit(new TokenBags(texts, weights), dimensions, RIDGE);
        progress.at("fit", 0, STEPS);
        float[] table = refit.fit(first, targets, STEPS, step -> progress.at("fit", step, STEPS));
        for (int i = 0; i < table.length; i++) table[i] *= weights[i / dimensions];
        return TokenTable.of(table, dimensions);
    }

    private float[][] taught(String stage, List<int[]> texts) {
        var vectors = new float[texts.size()][];
        var done = new AtomicInteger();
        IntStream.range(0, vectors.length).parallel().forEach(i -> {
            vectors[i] = teacher.apply(texts.get(i));
            progress.at(stage, done.incrementAndGet(), vectors.length);
        });
        return vectors;
    }

    private float[] projected(LeadingAxes axes, float[][] vectors) {
        var rows = new float[vectors.length * options.dimensions];
        IntStream.range(0, vectors.length).parallel().forEach(row -> axes.project(vectors[row], rows, row));
        return rows;
    }

    /// The rarer a token, the more it says.
    private float[] weights(List<int[]> texts) {
        var counts = new long[tokenizer.size()];
        long all = 0;
        for (var text : texts) {
            for (int id : text) counts[id]++;
            all += text.length;
        }
        var weights = new float[counts.length];
        for (int id = 0; id < weights.length; id++) {
            weights[id] = (float) (HALF_WEIGHT / (HALF_WEIGHT + (double) counts[id] / all));
        }
        return weights;
    }
}
