package dev.signalbox.standard.quality;

/// Predicts one number a model. Immutable and thread-safe.
public sealed interface Predictor permits Ridge, GroupRidge, ClusterTable, GroupTable, Neighbours {
    /// @param features with what this predictor reads; a predictor of embeddings must not be asked without one
    /// @param predictions filled with one number a model
    void predict(Features features, double[] predictions);
}
