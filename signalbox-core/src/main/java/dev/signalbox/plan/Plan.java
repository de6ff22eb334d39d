package dev.signalbox.plan;

import dev.signalbox.chat.Answer;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.SignalKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What to do to get an answer. Closed on purpose: a few shapes compose into every strategy, and every switch is
/// exhaustive.
public sealed interface Plan {
    /// Every model that the plan may call, those that judge and join included. All of them must be permitted.
    default Stream<Model> models() {
        return switch (this) {
            case Reply _ -> Stream.empty();
            case Call(var model) -> Stream.of(model);
            case Decompose decompose -> Stream.concat(Stream.of(decompose.splitter()), decompose.joiner().stream());
            case Loop loop -> loop.policy().models();
            case Cascade cascade -> cascade.stages().stream().flatMap(Stage::models);
            case Fuse(var branches, var fusion) ->
                Stream.concat(branches.stream().flatMap(Plan::models), fusion.models());
        };
    }

    /// What is left of the plan where some models may not be asked; empty where it can't do without
    /// them. A cascade goes on without a stage, cascade routing without an option, a hedge without a
    /// branch, and a leader without one of those it may ask. What several say together counts only
    /// where all of them are asked.
    default Optional<Plan> among(Predicate<Model> permitted) {
        return new Permitted(permitted).of(this);
    }

    /// Whether this plan is the other one, or a cascade that tries the other one first.
    default boolean startsWith(Plan other) {
        return equals(other)
                || this instanceof Cascade cascade
                        && cascade.stages().getFirst().plan().startsWith(other);
    }

    /// Ask one model.
    record Call(Model model) implements Plan {}

    /// Try stages in order until one is accepted. Fallback is a cascade that accepts any answer.
    ///
    /// @param exhausted what to do when none was
    record Cascade(List<Stage> stages, Exhausted exhausted) implements Plan {
        public Cascade {
            stages = List.copyOf(stages);
            if (stages.isEmpty()) throw new IllegalArgumentException("a cascade needs at least one stage");
        }

        public Cascade(List<Stage> stages) {
            this(stages, Exhausted.FAIL);
        }

        /// The models in order, each tried when those before it failed.
        public static Plan fallback(List<Model> models) {
            return inTurn(models.stream().map(Call::new).toList());
        }

        /// The plans in order, each tried when those before it failed.
        public static Plan inTurn(List<? extends Plan> plans) {
            if (plans.size() == 1) return plans.getFirst();
            return new Cascade(
                    plans.stream().map(plan -> Stage.of(plan, Condition.ALWAYS)).toList());
        }
    }

    /// One try of a cascade.
    ///
    /// @param accept is asked of the whole answer. Until it holds the answer is held back; where it always
    ///     holds, nothing is.
    /// @param hopeless is asked of an answer that was not accepted: where it holds, no later stage would do
    ///     better, and the best so far is given as one that was not accepted
    /// @param carry what the next stage is told of this one when it was not accepted
    /// @param watching how the answer is watched while it is being said
    /// @param verify who is asked where `accept` can't be told without it
    /// @param accepts what `accept` is worth: how often it holds of good answers and of bad ones
    record Stage(
            Plan plan,
            Condition accept,
            Condition hopeless,
            Carry carry,
            Watching watching,
            Optional<Verify> verify,
            Acceptance accepts) {
        public static Stage of(Plan plan, Condition accept) {
            return new Stage(
                    plan,
                    accept,
                    new Condition.Never(),
                    Carry.NOTHING,
                    Watching.NONE,
                    Optional.empty(),
                    Acceptance.ASSUMED);
        }

        public Stage doing(Plan what) {
            return new Stage(what, accept, hopeless, carry, watching, verify, accepts);
        }

        public Stage carrying(Carry what) {
            return new Stage(plan, accept, hopeless, what, watching, verify, accepts);
        }

        public Stage watched(Watching how) {
            return new Stage(plan, accept, hopeless, carry, how, verify, accepts);
        }

        public Stage accepting(Condition what) {
            return new Stage(plan, what, hopeless, carry, watching, verify, accepts);
        }

        public Stage givenUpWhere(Condition what) {
            return new Stage(plan, accept, what, carry, watching, verify, accepts);
        }

        public Stage verifiedBy(Verify who) {
            return new Stage(plan, accept, hopeless, carry, watching, Optional.of(who), accepts);
        }

        public Stage worth(Acceptance measured) {
            return new Stage(plan, accept, hopeless, carry, watching, verify, measured);
        }

        Stream<Model> models() {
            return Stream.concat(plan.models(), verify.stream().map(Verify::model));
        }
    }

    /// Self-verification (AutoMix, arXiv 2310.12963): a model is asked whether the answer is right, several times, and
    /// the share of yes is the signal `verified`.
    ///
    /// @param model usually the one that answered
    record Verify(Model model, int samples) {
        /// The share of the samples that say yes, 0..1.
        public static final SignalKey<Double> VERIFIED = SignalKey.score("verified");

        public Verify {
            if (samples < 1) throw new IllegalArgumentException("a verification needs a sample, not " + samples);
        }
    }

    /// What a stage that was not accepted tells the next.
    enum Carry {
        /// The next model sees the request as the client wrote it.
        NOTHING,
        /// Why the answer was not accepted, but not the answer.
        REASONS,
        /// The answer and why it was not accepted. An answer that would mislead is left out all the same.
        TEXT_AND_REASONS,
        /// The next model is asked only for those parts of the answer that failed, and told of the others. An answer
        /// that does not come apart is carried on as [#TEXT_AND_REASONS].
        FAILED_PARTS
    }

    /// What a cascade does when no stage was accepted.
    enum Exhausted {
        /// It fails.
        FAIL,
        /// It gives the answer against which the fewest checks spoke, the later one of equals, and says that it was not
        /// accepted.
        BEST_SO_FAR
    }

    /// Divide the request into parts, route each by itself, and join their answers. One level: a part is not divided.
    ///
    /// @param splitter divides it, and answers the whole where dividing does not help
    /// @param joiner makes one answer of the parts'; where there is none, they follow each other
    /// @param partsMax how many parts there may be
    record Decompose(Model splitter, Optional<Model> joiner, int partsMax) implements Plan {
        public Decompose {
            if (partsMax < 2) throw new IllegalArgumentException("a request has two parts or more, not " + partsMax);
        }
    }

    /// Ask, look at the answer, and decide again what to ask.
    ///
    /// @param callsMax the most answers that are asked for on the way
    record Loop(Policy policy, int callsMax) implements Plan {
        public Loop {
            if (callsMax < 1) throw new IllegalArgumentException("a loop needs a call, not " + callsMax);
        }
    }

    /// Ask several side by side and make one answer of theirs. A request that may act (it offers tools, or
    /// waits for what one did) is never asked twice: its branches are tried in turn.
    record Fuse(List<Plan> branches, Fusion fusion) implements Plan {
        public Fuse {
            branches = List.copyOf(branches);
            if (branches.isEmpty()) throw new IllegalArgumentException("a fusion needs at least one branch");
        }
    }

    /// Answer without asking anyone: a refusal, or an answer that was given before.
    ///
    /// @param origin where an answer that was given before comes from
    record Reply(Answer answer, Optional<Origin> origin) implements Plan {
        public Reply(Answer answer) {
            this(answer, Optional.empty());
        }
    }

    /// Which model gave an answer, and to which earlier request.
    ///
    /// @param models as a result names them: several, separated by commas, where each gave parts of it
    /// @param cosine how near the earlier request is; 1 where it was the same
    record Origin(String models, String requestId, Likeness likeness, double cosine) {}

    /// How like the earlier request is.
    enum Likeness {
        /// It was the same.
        EXACT,
        /// It differed in its last turn only, which means nearly the same.
        SEMANTIC
    }
}
