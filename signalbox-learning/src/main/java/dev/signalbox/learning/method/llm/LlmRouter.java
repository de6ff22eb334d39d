package dev.signalbox.learning.method.llm;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.method.capability.ModelProfiles;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.List;
import java.util.Optional;

/// A large language model chooses, query by query, in the words of [AdvisorPrompt]. What outcomes teach is only what
/// it is told of the models. Where its reply is of no use or does not come in time, the models' profiles decide, as
/// they do between models for which it speaks alike.
public final class LlmRouter implements Method {
    public static final String NAME = "llm-router";

    private final LlmAdvisor llmAdvisor;

    public LlmRouter(LlmAdvisor llmAdvisor) {
        this.llmAdvisor = llmAdvisor;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(
                table,
                inputs,
                2,
                tried -> new Asking(llmAdvisor, ModelDescription.of(tried), ModelProfiles.fit(tried, inputs, seed)));
    }

    private static final class Asking implements Learnt {
        private final LlmAdvisor llmAdvisor;
        private final List<ModelDescription> experts;
        private final Learnt local;
        private volatile List<String> notes = List.of();

        Asking(LlmAdvisor llmAdvisor, List<ModelDescription> experts, Learnt local) {
            this.llmAdvisor = llmAdvisor;
            this.experts = experts;
            this.local = local;
        }

        @Override
        public double[][] quality(Inputs inputs) {
            var advice = llmAdvisor.ask(inputs.texts(), experts);
            double[][] beliefs = local.quality(inputs);
            for (int row = 0; row < beliefs.length; row++) {
                beliefs[row] = said(advice.choices().get(row), beliefs[row]);
            }
            notes = List.of(advice.note());
            return beliefs;
        }

        @Override
        public List<String> notes() {
            return notes;
        }

        private double[] said(Optional<AdvisedChoice> choice, double[] local) {
            return choice.map(made -> Shares.of(
                            experts.stream().map(ModelDescription::id).toList().indexOf(made.expert()),
                            made.confidence(),
                            local))
                    .orElseGet(() -> Shares.equal(local));
        }
    }
}
