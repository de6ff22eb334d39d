package dev.signalbox.app.settings;

import dev.signalbox.plan.Plan.Carry;
import dev.signalbox.plan.Plan.Exhausted;
import java.util.List;

/// A way to answer, as it is written: one of a few forms, each named by its first setting. Forms nest as plans do. A
/// plain text is a model that is asked.
public sealed interface PlanSettings {
    record Call(
            @Setting(about = "The model that is asked.", refersTo = "routes.*.models")
            String call) implements PlanSettings {}

    record Cascade(
            @Setting(about = "What is tried, one after the other, until an answer is accepted.")
            List<Stage> cascade,

            @Setting(
                    about =
                            "What becomes of a request of which no stage was accepted: it fails, or gets the answer against which the fewest checks spoke.",
                    absent = "fail")
            Exhausted exhausted)
            implements PlanSettings {}

    /// One try of a cascade.
    record Stage(
            @Setting(about = "What is tried: settings of a plan, here in the stage.", inline = true)
            PlanSettings plan,

            @Setting(
                    about =
                            "When its answer is good enough: a condition on the request and its answer. Until it holds, nothing is heard of the answer.",
                    absent = "\"true\"")
            Acceptance accept,

            @Setting(about = "What the next stage is told of an answer that was not accepted.", absent = "nothing")
            Carry carry) {}
}
