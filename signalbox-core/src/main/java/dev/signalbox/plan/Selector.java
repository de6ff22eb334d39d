package dev.signalbox.plan;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.model.Model;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes a decision out of what the permitted models are believed to be worth. Exploration lives here; learning does
/// not. Thread-safe; all its randomness comes from `random`, so that a seed replays it.
public interface Selector {
    /// @param options what may be chosen, at least one
    Decision select(List<Option> options, Utility utility, RandomGenerator random);

    record Option(Model model, Estimate estimate) {}
}
