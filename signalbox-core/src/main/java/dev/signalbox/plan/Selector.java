package dev.signalbox.plan;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes a decision out of what the permitted ways to answer are believed to be worth. Exploration lives here; learning
/// does not. Thread-safe; all its randomness comes from `random`, so that a seed replays it.
public interface Selector {
    /// @param options what may be chosen, at least one
    Decision select(List<Option> options, Utility utility, RandomGenerator random);

    /// @param strategy the name of the [Strategy] that made the plan; empty where it is a call of one permitted model
    record Option(Optional<String> strategy, Plan plan, Estimate estimate) {
        public Option(Plan plan, Estimate estimate) {
            this(Optional.empty(), plan, estimate);
        }
    }
}
