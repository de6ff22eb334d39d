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
            @Setting(about = "The model that is asked.", refersTo = "routes.*.models")
            String call) implements PlanSettings {}

    record CascadeSettings(
            @Setting(about = "What is tried, one after the other, until an answer is accepted.")
            List<StageSettings> cascade,

            @Setting(
                    about =
                            "What becomes of a request of which no stage was accepted: it fails, or gets the answer against which the fewest checks spoke.",
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
                    about = "How many calls more than one there may be for each request, in the long run.",
                    absent = "0.05",
                    least = 0,
                    most = 1)
            double shareMax)
            implements PlanSettings {}

    record VoteSettings(
            @Setting(
                    about =
                            "Who is asked, all at once: the answer that most give is given, by the earliest of those that gave it.")
            List<PlanSettings> vote,

            @Setting(about = "How many must have answered; more than half where left out.", least = 1)
            OptionalInt quorum)
            implements PlanSettings {}

    record BestSettings(
            @Setting(about = "Who is asked, all at once: the answer of which its model was surest is given.")
            List<PlanSettings> best,

            @Setting(
                    about =
                            "How sureness is read off the log-probabilities: their mean and variance, or the entropy at the end. Where a provider tells none, agreement decides.",
                    absent = "likelihood")
            ConfidenceMeasure by)
            implements PlanSettings {}

    enum ConfidenceMeasure {
        LIKELIHOOD,
        TAIL_ENTROPY
    }

    record JudgedSettings(
            @Setting(about = "Who is asked, all at once: the answer that a judge prefers in both orders is given.")
            List<PlanSettings> judged,

            @Setting(about = "The model that judges.", refersTo = "routes.*.models")
            String by,

            @Setting(
                    about = "What makes an answer good.",
                    absent = "\"The better answer is correct, complete, and does what was asked and no more.\"")
            String rubric)
            implements PlanSettings {}

    record SynthesisSettings(
            @Setting(about = "Who is asked, all at once: one new answer is written out of theirs.")
            List<PlanSettings> synthesised,

            @Setting(
                    about = "The models that may write it, each tried when those before it failed.",
                    refersTo = "routes.*.models")
            List<String> by)
            implements PlanSettings {}

    record DecomposeSettings(
            @Setting(
                    about = "The model that divides the request into parts, each of which is routed by itself.",
                    refersTo = "routes.*.models")
            String decompose,

            @Setting(
                    about = "The model that makes one answer of the parts'; without one they follow each other.",
                    refersTo = "routes.*.models")
            Optional<String> joiner,

            @Setting(about = "How many parts there may be.", absent = "4", least = 2, most = 16)
            int partsMax)
            implements PlanSettings {}

    record OrchestrateSettings(
            @Setting(
                    about = "The model that thinks, asks other models what it wants to know, and then answers.",
                    formerly = "led",
                    refersTo = "routes.*.models")
            String orchestrate,

            @Setting(about = "The models that it may ask.", refersTo = "routes.*.models")
            List<String> asks,

            @Setting(about = "How often it may ask.", absent = "4", least = 1, most = 16)
            int callsMax)
            implements PlanSettings {}

    record CascadeRoutingSettings(
            @Setting(
                    about =
                            "The plans to choose from, one after another: after each answer and its checks, the router decides anew whether another call is worth its price, and which. The best answer is returned.",
                    formerly = "supermodel")
            List<PlanSettings> cascadeRouting,

            @Setting(about = "How many may be asked.", absent = "3", least = 1, most = 3)
            int callsMax,

            @Setting(about = "How often the route's checks pass good answers and bad ones, where that was measured.")
            Optional<Accepts> accepts)
            implements PlanSettings {}

    /// One try of a cascade.
    record StageSettings(
            @Setting(about = "What is tried: settings of a plan, here in the stage.", inline = true)
            PlanSettings plan,

            @Setting(
                    about =
                            "When its answer is good enough: a condition on the request and its answer. Until it holds, nothing is heard of the answer.",
                    absent = "\"true\"")
            AcceptanceSettings accept,

            @Setting(
                    about =
                            "When an answer that is not good enough is given all the same, marked, since no later stage would do better.",
                    absent = "\"false\"")
            AcceptanceSettings hopeless,

            @Setting(about = "What the next stage is told of an answer that was not accepted.", absent = "nothing")
            Carry carry,

            @Setting(
                    about =
                            "Asks a model, often the one that answered, whether the answer is right, where `accept` can't be told without it: the signal `verified`.")
            Optional<VerifySettings> verify,

            @Setting(about = "Watches the answer while it is being said, and stops it when it goes wrong.")
            Optional<WatchSettings> watch,

            @Setting(
                    about =
                            "How often `accept` holds of good answers and of bad ones, where that was measured: by it a strategy is weighed against others.")
            Optional<Accepts> accepts) {}

    /// What a verdict on answers is worth. Left out, 0.95 and 0.5 are assumed.
    record Accepts(
            @Setting(about = "The share of good answers that are accepted.", least = 0, most = 1)
            double good,

            @Setting(about = "The share of bad answers that are accepted all the same.", least = 0, most = 1)
            double bad) {
        public Accepts {
            if (bad > good) {
                throw new IllegalArgumentException(
                        "`bad` answers can't be accepted more often than `good` ones (%s, %s)".formatted(bad, good));
            }
        }
    }

    record VerifySettings(
            @Setting(about = "The model that is asked.", refersTo = "routes.*.models")
            String model,

            @Setting(about = "How often; `verified` is the share that says yes.", absent = "5", least = 1, most = 64)
            int samples) {}

    record WatchSettings(
            @Setting(about = "The monitors whose word stops the answer; the next stage then begins anew.")
            List<MonitorName> monitors,

            @Setting(about = "How many tokens are held back before the first is heard.", absent = "48", least = 0)
            int holdTokens,

            @Setting(
                    about =
                            "The longest time that any text is held back, at the beginning and at the end, also if no more text comes.",
                    absent = "600ms")
            Duration hold,

            @Setting(about = "How many characters at the end are held back after that.", absent = "200", least = 0)
            int windowChars) {}
}
