package dev.signalbox.learning.method.trees;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Gradient-boosted trees, a regressor a model, over the lexical features and the embedding's main directions. How many
/// trees is chosen on a fifth of the questions, and may be none. A query that is unlike all that was learnt from gets
/// the models' shrunk means, where trees would answer as if they knew it ([NoveltyGuard]).
public final class BoostedTrees implements Method {
    private static final int COMPONENTS = 32;
    private static final double HOLDOUT = 0.2;

    @Override
    public String name() {
        return "boosted-trees";
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> fit(tried, inputs, seed));
    }

    private static Grown fit(OutcomeTable table, Inputs inputs, long seed) {
        var components = PrincipalComponents.fit(inputs.embeddings(), COMPONENTS, seed);
        float[][] features = features(inputs, components);
        var targets = Targets.of(table.quality());
        int[] held = held(table, seed);
        return new Grown(
                components,
                targets.means(),
                Forest.fit(features, new double[][] {targets.level()}, held, seed),
                Forest.fit(features, targets.advantage(), held, seed),
                NoveltyGuard.fit(inputs.embeddings(), seed));
    }

    private static int[] held(OutcomeTable table, long seed) {
        var ids = Split.of(table, HOLDOUT, seed).test().queries().stream()
                .map(OutcomeTable.Query::id)
                .collect(Collectors.toSet());
        return IntStream.range(0, table.size())
                .filter(row -> ids.contains(table.queries().get(row).id()))
                .toArray();
    }

    /// The lexical features as they are, since a tree asks only what is above what, and the main directions.
    private static float[][] features(Inputs inputs, PrincipalComponents components) {
        return IntStream.range(0, inputs.size())
                .parallel()
                .mapToObj(row -> {
                    float[] lexical = inputs.lexical()[row];
                    float[] directions = components.of(inputs.embeddings()[row]);
                    float[] both = Arrays.copyOf(lexical, lexical.length + directions.length);
                    System.arraycopy(directions, 0, both, lexical.length, directions.length);
                    return both;
                })
                .toArray(float[][]::new);
    }

    /// @param means one a model
    private record Grown(
            PrincipalComponents components, double[] means, Forest level, Forest advantage, NoveltyGuard familiarity)
            implements Learnt {
        @Override
        public double[][] quality(Inputs inputs) {
            float[][] features = features(inputs, components);
            double[] levels = level.predict(features, 1)[0];
            double[][] advantages = advantage.predict(features, means.length);
            return IntStream.range(0, inputs.size())
                    .parallel()
                    .mapToObj(row -> familiarity.knows(inputs.embeddings()[row])
                            ? IntStream.range(0, means.length)
                                    .mapToDouble(model -> means[model] + levels[row] + advantages[model][row])
                                    .toArray()
                            : means.clone())
                    .toArray(double[][]::new);
        }
    }
}
