package dev.signalbox.learning.method.capability;

import java.util.List;

/// What is known of a model, kind of query by kind: structured, so that a new model's few outcomes say at once where it
/// belongs, and the rest follows from how it does overall.
public record ModelProfile(String model, List<Kind> kinds) {
    public ModelProfile {
        kinds = List.copyOf(kinds);
    }

    /// @param outcomes how many were known
    /// @param quality the mean, shrunk towards the model's overall mean; 0..1
    /// @param costUsd the mean of a call, NaN where unknown
    /// @param outputTokens the mean, NaN where unknown
    public record Kind(int outcomes, double quality, double costUsd, double outputTokens) {}
}
