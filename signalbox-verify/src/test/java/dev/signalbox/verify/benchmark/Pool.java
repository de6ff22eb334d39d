package dev.signalbox.verify.benchmark;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.model.Model;
import dev.signalbox.model.Price;
import dev.signalbox.signal.Encoder;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.sensor.Lexical;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Ten models and a snapshot fitted to made-up outcomes: the shape and size of real ones, which is what the
/// time depends on.
final class Pool {
    static final int MODELS = 10;
    private static final int QUERIES = 2_000;
    private static final int TOPICS = 40;
    private static final List<String> WORDS = List.of(
            "signal", "train", "explain", "why", "code", "def f(x):", "sum", "list", "prove", "step", "3.14", "?");

    private Pool() {}

    static List<Model> models() {
        return IntStream.range(0, MODELS)
                .mapToObj(i -> new Model(
                        "model-" + i,
                        "replay",
                        "model-" + i,
                        Price.of(0.1 * (i + 1), 0.4 * (i + 1)),
                        OptionalInt.of(128_000),
                        Set.of(),
                        Optional.empty(),
                        Model.Prior.UNKNOWN))
                .toList();
    }

    static String prompt(SplittableRandom random, int words) {
        var text = new StringBuilder("topic").append(random.nextInt(TOPICS)).append(' ');
        for (int i = 0; i < words; i++)
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        return text.toString();
    }

    private static int topic(String text) {
        return Integer.parseInt(text.substring("topic".length(), text.indexOf(' ')));
    }

    /// A place near its topic's on the unit sphere: as long and as dense as a real embedding.
    static Encoder encoder() {
        return new Encoder() {
            @Override
            public String id() {
                return "made-up";
            }

            @Override
            public int dimensions() {
                return 384;
            }

            @Override
            public float[] encode(String text) {
                var near = new SplittableRandom(topic(text));
                var random = new SplittableRandom(text.hashCode());
                var vector = new float[384];
                double squares = 0;
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (float) (near.nextDouble() - 0.5 + (random.nextDouble() - 0.5));
                    squares += vector[i] * vector[i];
                }
                for (int i = 0; i < vector.length; i++) vector[i] /= (float) Math.sqrt(squares);
                return vector;
            }
        };
    }

    static Snapshot snapshot() {
        var random = new SplittableRandom(7);
        var queries = new ArrayList<OutcomeTable.Query>();
        var quality = new double[QUERIES][MODELS];
        var cost = new double[QUERIES][MODELS];
        var tokens = new double[QUERIES][MODELS];
        for (int row = 0; row < QUERIES; row++) {
            var text = prompt(random, 20 + random.nextInt(80)) + row;
            queries.add(new OutcomeTable.Query("q" + row, Optional.of("g" + row % 5), Optional.of(text)));
            for (int model = 0; model < MODELS; model++) {
                boolean good = new SplittableRandom(31L * topic(text) + model).nextDouble() < 0.5;
                quality[row][model] = random.nextDouble() < (good ? 0.9 : 0.2) ? 1 : 0;
                tokens[row][model] = 50 + random.nextInt(400);
                cost[row][model] = tokens[row][model] * 0.4 * (model + 1) / 1e6;
            }
        }
        var models = models().stream().map(Model::id).toList();
        var table = new OutcomeTable("made-up", queries, models, quality, cost, tokens);
        var options = new Trainer.Options(7, Instant.EPOCH, "made up", Lexical::features);
        return Trainer.train(table, encoder(), options, (_, _, _) -> {});
    }
}
