package dev.signalbox.plan;

import dev.signalbox.chat.Answer;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Condition;
import java.util.List;
import java.util.stream.Stream;

/// What to do to get an answer. Closed on purpose: a few shapes compose into every strategy, and every switch is
/// exhaustive.
public sealed interface Plan {
    /// Every model that the plan may call. All of them must be permitted.
    default Stream<Model> models() {
        return switch (this) {
            case Reply _ -> Stream.empty();
            case Call(var model) -> Stream.of(model);
            case Cascade(var stages) ->
                stages.stream().flatMap(stage -> stage.plan().models());
        };
    }

    /// Ask one model.
    record Call(Model model) implements Plan {}

    /// Try stages in order until one is accepted. Fallback is a cascade that accepts any answer.
    record Cascade(List<Stage> stages) implements Plan {
        public Cascade {
            stages = List.copyOf(stages);
            if (stages.isEmpty()) throw new IllegalArgumentException("a cascade needs at least one stage");
        }

        /// The models in order, each tried when those before it failed.
        public static Plan fallback(List<Model> models) {
            if (models.size() == 1) return new Call(models.getFirst());
            return new Cascade(models.stream()
                    .map(model -> new Stage(new Call(model), Condition.ALWAYS))
                    .toList());
        }
    }

    /// `accept` is asked of the whole answer. Until it holds the answer is held back; where it always holds, nothing
    /// is.
    record Stage(Plan plan, Condition accept) {}

    /// Answer without asking anyone: a refusal or a cached answer.
    record Reply(Answer answer) implements Plan {}
}
