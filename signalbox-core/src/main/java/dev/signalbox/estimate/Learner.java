package dev.signalbox.estimate;

import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.List;

/// Turns lessons into a better estimator. Offline training, the online bandit and a federated round all call this one
/// method.
public interface Learner<E extends Estimator> {
    /// A new estimator; the prior stays as it is.
    E learn(E prior, List<Lesson> lessons);

    /// What happened when this model met these signals. The propensity (0..1, how likely this model was to be chosen)
    /// is what makes it fair to learn from; it is 1 where every model was asked.
    record Lesson(Signals signals, Model model, double value, double propensity) {}
}
