package dev.signalbox.app.settings;

import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Exhausted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A way to answer, as it is written: one of a few forms, each named by its first setting. Forms nest as plans do. A
/// plain text is a model that is asked.
public sealed interface PlanSettings {
    record CallSettings(
            @Setting(about = "The model to call.", refersTo = "routes.*.models")
            String call) implements PlanSettings {}

    record CascadeSettings(
            @Setting(about = "The stages, tried one after another until an answer is accepted.")
            List<StageSettings> cascade,

            @Setting(
                    about =
                            "What happens when no stage is accepted: the request fails, or gets the answer that failed the fewest checks.",
                    absent = "fail")
            Exhausted exhausted)
            implements PlanSettings {}

    record HedgeSettings(
            @Setting(
                    about = "The plans that race: the first one to answer wins, and the others are cancelled.",
                    formerly = "first")
            List<PlanSettings> hedge,

            @Setting(
                    about =
                            "How long those before it may be silent until the next is asked, too. Left out, the 95th percentile of the time to the first token that was observed of the first model, and 500ms until there are enough. For a request that is not streamed, that of the time to the whole answer, and the next is not asked until there are enough.")
            Optional<Duration> after,

            @Setting(
                    about = "The budget of extra calls for each request, on average.",
                    absent = "0.05",
                    least = 0,
                    most = 1)
            double shareMax)
            implements PlanSettings {}

    record VoteSettings(
            @Setting(
                    about =
                            "The plans that vote, in parallel. The most frequent answer wins, in the words of the first plan that gave it.")
            List<PlanSettings> vote,

            @Setting(about = "How many plans must answer. Default: more than half.", least = 1)
            OptionalInt quorum)
            implements PlanSettings {}

    record BestSettings(
            @Setting(about = "The plans to call in parallel. The answer with the highest confidence wins.")
            List<PlanSettings> best,

            @Setting(
                    about =
                            "How confidence is computed from log-probabilities: by their mean and variance, or by the entropy of the last tokens. Without log-probabilities, agreement decides.",
                    absent = "likelihood")
            ConfidenceMeasure by)
            implements PlanSettings {}

    enum ConfidenceMeasure {
        LIKELIHOOD,
        TAIL_ENTROPY
    }

    record JudgedSettings(
            @Setting(about = "The plans to call in parallel. The answer that a judge prefers in both orders wins.")
            List<PlanSettings> judged,

            @Setting(about = "The judge.", refersTo = "routes.*.models")
            String by,

            @Setting(
                    about = "The rubric for the judge.",
                    absent = "\"The better answer is correct, complete, and does what was asked and no more.\"")
            String rubric)
            implements PlanSettings {}

    record SynthesisSettings(
            @Setting(about = "The plans to call in parallel. A model combines their answers into one.")
            List<PlanSettings> synthesised,

            @Setting(
                    about = "The models that write the combined answer; each is tried when those before it failed.",
                    refersTo = "routes.*.models")
            List<String> by)
            implements PlanSettings {}

    record DecomposeSettings(
            @Setting(
                    about = "The model that divides the request into parts. Each part is routed by itself.",
                    refersTo = "routes.*.models")
            String decompose,

            @Setting(
                    about = "The model that joins the partial answers. Default: they are concatenated.",
                    refersTo = "routes.*.models")
            Optional<String> joiner,

            @Setting(about = "The most parts.", absent = "4", least = 2, most = 16)
            int partsMax)
            implements PlanSettings {}

    record OrchestrateSettings(
            @Setting(
                    about = "The orchestrator: the model that reasons, asks other models questions, and answers.",
                    formerly = "led",
                    refersTo = "routes.*.models")
            String orchestrate,

            @Setting(about = "The models that the orchestrator may ask.", refersTo = "routes.*.models")
            List<String> asks,

            @Setting(about = "The most questions to other models.", absent = "4", least = 1, most = 16)
            int callsMax)
            implements PlanSettings {}

    record CascadeRoutingSettings(
            @Setting(
                    about =
                            "The plans to choose from, one after another: after each answer and its checks, the router decides anew whether another call is worth its price, and which. The best answer is returned.",
                    formerly = "supermodel")
            List<PlanSettings> cascadeRouting,

            @Setting(about = "The most calls.", absent = "3", least = 1, most = 3)
            int callsMax,

            @Setting(about = "How often the route's checks pass good and bad answers, if measured.")
            Optional<Accepts> accepts)
            implements PlanSettings {}

    /// One try of a cascade.
    record StageSettings(
            @Setting(about = "What is tried: settings of a plan, here in the stage.", inline = true)
            PlanSettings plan,

            @Setting(
                    about =
                            "Accepts the answer: a condition on the request and its answer. The client gets nothing of the answer until it holds.",
                    absent = "\"true\"")
            AcceptanceSettings accept,

            @Setting(
                    about =
                            "Returns a refused answer anyway, marked as not accepted, because no later stage would do better.",
                    absent = "\"false\"")
            AcceptanceSettings hopeless,

            @Setting(about = "What the next stage learns about a refused answer.", absent = "nothing")
            Carry carry,

            @Setting(
                    about =
                            "Asks a model, often the one that answered, whether the answer is right, if `accept` depends on it: sets the signal `verified`.")
            Optional<VerifySettings> verify,

            @Setting(about = "Monitors that watch the answer as it streams and stop it when it goes wrong.")
            Optional<WatchSettings> watch,

            @Setting(
                    about =
                            "How often `accept` holds for good and for bad answers, if measured. Used to compare strategies.")
            Optional<Accepts> accepts) {}

    /// What a verdict on answers is worth. Left out, 0.95 and 0.5 are assumed.
    record Accepts(
            @Setting(about = "The share of good answers that are accepted.", least = 0, most = 1)
            double good,

            @Setting(about = "The share of bad answers that are accepted.", least = 0, most = 1)
            double bad) {
        public Accepts {
            if (bad > good) {
                throw new IllegalArgumentException(
                        "`bad` answers can't be accepted more often than `good` ones (%s, %s)".formatted(bad, good));
            }
        }
    }

    record VerifySettings(
            @Setting(about = "The model to call.", refersTo = "routes.*.models")
            String model,

            @Setting(
                    about = "How many times it is asked; `verified` is the share of yes.",
                    absent = "5",
                    least = 1,
                    most = 64)
            int samples) {}

    record WatchSettings(
            @Setting(about = "The monitors that can stop the answer. The next stage then starts over.")
            List<MonitorName> monitors,

            @Setting(
                    about = "How many tokens are held back before the client gets the first.",
                    absent = "48",
                    least = 0)
            int holdTokens,

            @Setting(
                    about =
                            "The longest time that any text is held back, at the beginning and at the end, also if no more text comes.",
                    absent = "600ms")
            Duration hold,

            @Setting(about = "How many trailing characters are held back after that.", absent = "200", least = 0)
            int windowChars) {}
}
