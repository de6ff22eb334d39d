package dev.signalbox.learning.method;

import dev.signalbox.Nearest;
import dev.signalbox.learning.method.capability.CapabilityMatching;
import dev.signalbox.learning.method.capability.CategoryDifficulty;
import dev.signalbox.learning.method.capability.Match;
import dev.signalbox.learning.method.capability.ModelProfiles;
import dev.signalbox.learning.method.irt.ItemResponse;
import dev.signalbox.learning.method.llm.LlmAdvisor;
import dev.signalbox.learning.method.llm.LlmRouter;
import dev.signalbox.learning.method.llm.LlmRouterDistilled;
import dev.signalbox.learning.method.mixllm.MixLlm;
import dev.signalbox.learning.method.routellm.MatrixFactorisation;
import dev.signalbox.learning.method.routellm.PreferenceClassifier;
import dev.signalbox.learning.method.routellm.SimilarityRanking;
import dev.signalbox.learning.method.trees.BoostedTrees;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Every [Method] that can be asked for by its name. A new one is a class and a line here.
public final class Methods {
    /// The methods that ask a large language model, which has to be named for them.
    public static final List<String> ASKING = List.of(LlmRouter.NAME, LlmRouterDistilled.NAME);

    private static final List<Method> ALL = List.of(
            new MatrixFactorisation(),
            new SimilarityRanking(),
            new PreferenceClassifier(),
            new ItemResponse(1),
            new ItemResponse(5),
            new MixLlm(),
            new BoostedTrees(),
            new CategoryDifficulty(),
            new ModelProfiles(),
            new CapabilityMatching(Match.COSINE),
            new CapabilityMatching(Match.SHORTFALL),
            new CapabilityMatching(Match.LOGISTIC));

    private Methods() {}

    /// All of them, in the order in which reports show them.
    public static List<Method> all() {
        return ALL;
    }

    /// The methods of these names; `all` stands for every one.
    ///
    /// @param names as [Method#name] has them
    /// @param besides names that are right but stand for no method here
    /// @throws IllegalArgumentException if there is no such method; the message says which was meant
    public static List<Method> named(Collection<String> names, Collection<String> besides) {
        return named(names, besides, ALL);
    }

    /// As the other `named`, where a large language model can be asked, too: `all` does not stand for the methods that
    /// ask it, since every question costs.
    ///
    /// @param llmAdvisor asks it
    public static List<Method> named(Collection<String> names, Collection<String> besides, LlmAdvisor llmAdvisor) {
        var asking = List.of(new LlmRouter(llmAdvisor), new LlmRouterDistilled(llmAdvisor));
        var others = new ArrayList<>(besides);
        asking.forEach(method -> others.add(method.name()));
        return Stream.concat(
                        named(names, others).stream(), asking.stream().filter(method -> names.contains(method.name())))
                .toList();
    }

    static List<Method> named(Collection<String> names, Collection<String> besides, List<Method> all) {
        var known = new ArrayList<String>(besides);
        known.add("all");
        all.forEach(method -> known.add(method.name()));
        for (var name : names) {
            if (known.contains(name)) continue;
            throw new IllegalArgumentException("there is no method `%s`.%s"
                    .formatted(
                            name,
                            Nearest.to(name, known)
                                    .map(" Did you mean `%s`?"::formatted)
                                    .orElse(" There are: " + String.join(", ", known) + ".")));
        }
        return all.stream()
                .filter(method -> names.contains("all") || names.contains(method.name()))
                .toList();
    }
}
