package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.method.Method;
import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.method.TriedModels;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;

/// Item response theory on embeddings: how hard a query is and how sharply it tells models apart are read off its
/// embedding, the abilities are each model's own. With one ability it is RADAR's two-parameter model (arXiv
/// 2509.25426); with several it is the multidimensional model of IRT-Router (arXiv 2506.01048), without its textual
/// profiles of models.
///
/// One ability puts the models into one order for all queries, so by quality alone it always chooses the best; its use
/// is to say how much a query needs, to explain, and to try a new model on few prompts ([Onboarding]).
public final class ItemResponse implements Method {
    private static final int COMPONENTS = 64;

    private final int abilities;

    /// @param abilities of each model; one or more
    public ItemResponse(int abilities) {
        if (abilities < 1) throw new IllegalArgumentException("a model has one ability or more, not " + abilities);
        this.abilities = abilities;
    }

    @Override
    public String name() {
        return "item-response-" + abilities;
    }

    @Override
    public Learnt learn(OutcomeTable table, Inputs inputs, long seed) {
        return TriedModels.learn(table, inputs, 1, tried -> {
            var components = PrincipalComponents.fit(inputs.embeddings(), COMPONENTS, seed);
            var responses = Responses.fit(components.of(inputs.embeddings()), tried.quality(), abilities, seed);
            return some -> Arrays.stream(components.of(some.embeddings()))
                    .parallel()
                    .map(responses::probabilities)
                    .toArray(double[][]::new);
        });
    }
}
