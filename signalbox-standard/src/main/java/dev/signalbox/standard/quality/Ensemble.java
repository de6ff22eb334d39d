package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;
import java.util.List;

/// A weighted vote of predictors about each model's quality, calibrated.
///
/// The vote is about the distance from the model's mean, so that weights which sum to less than one mean less
/// confidence and not lower quality.
///
/// @param weights one a member, zero or more, fitted on rows that the members had not seen
/// @param means each model's mean quality
/// @param calibrations one a model
public record Ensemble(List<Predictor> members, float[] weights, float[] means, List<Calibration> calibrations) {
    public Ensemble {
        members = List.copyOf(members);
        calibrations = List.copyOf(calibrations);
        if (members.size() != weights.length || means.length != calibrations.size()) {
            throw new IllegalArgumentException("a member needs a weight, and a model a mean and a calibration");
        }
    }

    /// Before calibration.
    public double[] scores(Features features) {
        var scores = new double[means.length];
        var votes = new double[means.length];
        for (int model = 0; model < means.length; model++) scores[model] = means[model];
        for (int member = 0; member < weights.length; member++) {
            if (weights[member] == 0) continue;
            members.get(member).predict(features, votes);
            for (int model = 0; model < means.length; model++) {
                scores[model] += weights[member] * (votes[model] - means[model]);
            }
        }
        return scores;
    }

    public Belief belief(int model, double[] scores) {
        return calibrations.get(model).of(scores[model]);
    }
}
