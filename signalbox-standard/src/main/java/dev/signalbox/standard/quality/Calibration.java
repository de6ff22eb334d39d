package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Belief;

/// What one model's score means: the quality to expect, and how far an answer's own quality usually lies from it.
///
/// The deviation is that of an answer, not of the mean: it includes the luck of the single answer. Its square is
/// `noise + slope · q · (1 − q)`, fitted to residuals of rows that the predictors had not seen: `slope` is near 1 for
/// right-or-wrong outcomes, `noise` is what graded outcomes scatter.
public record Calibration(Isotonic curve, double noise, double slope) {
    public Belief of(double score) {
        double quality = curve.of(score);
        return new Belief(quality, Math.sqrt(noise + slope * quality * (1 - quality)));
    }
}
