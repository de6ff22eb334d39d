package dev.signalbox.learning.method.llm;

import dev.signalbox.learning.method.JoinedFeatures;
import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.numeric.Softmax;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A local head that has learnt to choose as a large language model does: softmax regression on what [LlmRouter] would
/// choose for the queries learnt from, or for some of them where they are many. Routing by it asks nobody.
public final class LlmRouterDistilled implements Method {
    public static final String NAME = "llm-router-distilled";

    private static final int QUERIES_MAX = 2_000;
    private static final double PENALTY = 6;

    private final LlmAdvisor llmAdvisor;

    public LlmRouterDistilled(LlmAdvisor llmAdvisor) {
        this.llmAdvisor = llmAdvisor;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 2, tried -> fit(tried, inputs, seed));
    }

    private Distilled fit(OutcomeTable table, Inputs inputs, long seed) {
        int[] rows = some(table.size(), seed);
        var texts = Arrays.stream(rows).mapToObj(row -> inputs.texts()[row]).toArray(String[]::new);
        var advice = llmAdvisor.ask(texts, ModelDescription.of(table));
        var features = JoinedFeatures.fit(inputs);
        float[][] all = features.of(inputs);
        int[] chosen = IntStream.range(0, rows.length)
                .filter(i -> advice.choices().get(i).isPresent())
                .toArray();
        int models = table.models().size();
        if (chosen.length == 0) return new Distilled(features, Optional.empty(), models, advice.note());
        var learnt = Arrays.stream(chosen).mapToObj(i -> all[rows[i]]).toArray(float[][]::new);
        var targets = Arrays.stream(chosen)
                .mapToObj(i -> target(advice.choices().get(i).orElseThrow(), table.models()))
                .toArray(double[][]::new);
        return new Distilled(features, Optional.of(Softmax.fit(learnt, targets, PENALTY)), models, advice.note());
    }

    private static double[] target(AdvisedChoice advisedChoice, List<String> models) {
        return Shares.of(models.indexOf(advisedChoice.expert()), advisedChoice.confidence(), new double[models.size()]);
    }

    private static int[] some(int size, long seed) {
        var rows = IntStream.range(0, size).boxed().collect(Collectors.toList());
        Collections.shuffle(rows, new Random(seed));
        return rows.stream().limit(QUERIES_MAX).mapToInt(row -> row).toArray();
    }

    /// @param head none where no reply chose an expert: then no model is better than another
    private record Distilled(JoinedFeatures features, Optional<Softmax> head, int models, String note)
            implements Learnt {
        @Override
        public double[][] quality(Inputs inputs) {
            if (head.isEmpty()) {
                var equal = new double[inputs.size()][models];
                for (double[] row : equal) Arrays.fill(row, 1.0 / models);
                return equal;
            }
            return Arrays.stream(features.of(inputs))
                    .parallel()
                    .map(head.get()::of)
                    .toArray(double[][]::new);
        }

        @Override
        public List<String> notes() {
            return List.of(note);
        }
    }
}
