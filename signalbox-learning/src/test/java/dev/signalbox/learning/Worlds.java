package dev.signalbox.learning;

import dev.signalbox.learning.evaluate.Evaluation;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Encoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// Small made-up tables in which it is known what can be learnt: `poet` is good at verses, `clerk` at sums, `sage` is
/// nearly as good at both and dear.
public final class Worlds {
    public static final List<String> MODELS = List.of("clerk", "poet", "sage");
    private static final String[][] WORDS = {
        {"add", "sum", "ledger", "count", "total", "tax", "number", "divide"},
        {"rose", "moon", "verse", "river", "autumn", "sonnet", "rhyme", "dream"}
    };
    private static final double[][] QUALITY = {{0.95, 0.2, 0.9}, {0.15, 0.95, 0.9}};
    private static final double[] COST = {0.0002, 0.0003, 0.01};

    private Worlds() {}

    /// @param name of the table
    public static OutcomeTable table(String name, int queries, long seed) {
        var random = new Random(seed);
        var all = new ArrayList<OutcomeTable.Query>();
        var quality = new double[queries][];
        var cost = new double[queries][];
        var tokens = new double[queries][];
        for (int row = 0; row < queries; row++) {
            int topic = random.nextInt(2);
            var text = new StringBuilder();
            for (int word = 0; word < 6; word++)
                text.append(WORDS[topic][random.nextInt(8)]).append(' ');
            text.append(name).append(row);
            all.add(new OutcomeTable.Query(
                    "q" + row, Optional.of(topic == 0 ? "sums" : "verses"), Optional.of(text.toString())));
            quality[row] = Arrays.stream(QUALITY[topic])
                    .map(p -> random.nextDouble() < p ? 1 : 0)
                    .toArray();
            cost[row] = Arrays.stream(COST)
                    .map(c -> c * (0.5 + random.nextDouble()))
                    .toArray();
            tokens[row] = Arrays.stream(COST)
                    .map(c -> 100 * (0.5 + random.nextDouble()))
                    .toArray();
        }
        return new OutcomeTable(name, all, MODELS, quality, cost, tokens);
    }

    /// Every number unknown.
    public static double[][] unknown(OutcomeTable like) {
        var values = new double[like.size()][like.models().size()];
        for (double[] row : values) Arrays.fill(row, Double.NaN);
        return values;
    }

    /// The same table without its texts or groups.
    public static OutcomeTable stripped(OutcomeTable table, boolean texts, boolean groups) {
        var queries = table.queries().stream()
                .map(query -> new OutcomeTable.Query(
                        query.id(),
                        query.group().filter(group -> groups),
                        query.text().filter(text -> texts)))
                .toList();
        return new OutcomeTable(
                table.name(), queries, table.models(), table.quality(), table.costUsd(), table.outputTokens());
    }

    public static OutcomeTable withCosts(OutcomeTable table, double[][] costUsd) {
        return new OutcomeTable(
                table.name(), table.queries(), table.models(), table.quality(), costUsd, table.outputTokens());
    }

    public static OutcomeTable withQuality(OutcomeTable table, double[][] quality) {
        return new OutcomeTable(
                table.name(), table.queries(), table.models(), quality, table.costUsd(), table.outputTokens());
    }

    public static Trainer.Options training() {
        return new Trainer.Options(7, Instant.EPOCH, "made up", Worlds::lexical);
    }

    public static Evaluation.Options evaluation() {
        return new Evaluation.Options(training(), 200);
    }

    /// A method that takes one model for everything.
    public static Method constant(String name, int model) {
        return new Method() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
                return queries -> {
                    var quality = new double[queries.size()][table.models().size()];
                    for (double[] row : quality) row[model] = 1;
                    return quality;
                };
            }
        };
    }

    /// Two features that know a little of the topic.
    public static float[] lexical(String text) {
        long vowels = text.chars().filter(c -> "aeiou".indexOf(c) >= 0).count();
        return new float[] {text.length(), vowels};
    }

    /// Words hashed into 32 dimensions.
    public static Encoder encoder() {
        return new Encoder() {
            @Override
            public String id() {
                return "words";
            }

            @Override
            public int dimensions() {
                return 32;
            }

            @Override
            public float[] encode(String text) {
                var vector = new float[32];
                for (var word : text.toLowerCase(Locale.ROOT).split(" ", -1)) {
                    var random = new Random(word.hashCode());
                    for (int i = 0; i < vector.length; i++) vector[i] += (float) random.nextGaussian();
                }
                double length = 0;
                for (float value : vector) length += value * value;
                for (int i = 0; i < vector.length; i++) vector[i] /= (float) Math.sqrt(length);
                return vector;
            }
        };
    }
}
