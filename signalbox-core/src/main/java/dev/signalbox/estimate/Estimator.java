package dev.signalbox.estimate;

import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.List;

/// Predicts one number about each of several models. Thread-safe; what it has learnt is an immutable snapshot.
///
/// It is asked about all models at once because most of the work (finding neighbours, clusters, features) is about the
/// request and shared by the models.
public interface Estimator {
    /// One belief a model, in their order. [Belief#UNKNOWN] where there is nothing to go by.
    List<Belief> estimate(Signals signals, List<Model> models);
}
