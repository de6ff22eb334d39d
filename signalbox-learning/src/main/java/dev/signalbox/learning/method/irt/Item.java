package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.calibrate.Logistic;

/// A query as item response theory sees it (Birnbaum's two-parameter model).
///
/// @param discrimination how sharply it tells abilities apart, above zero
/// @param difficulty the ability at which an answer is as likely right as wrong
public record Item(double discrimination, double difficulty) {
    /// That a model of this ability answers right.
    public double probability(double ability) {
        return Logistic.of(discrimination * (ability - difficulty));
    }

    /// Fisher information: how much an answer would tell of an ability near this one.
    public double information(double ability) {
        double probability = probability(ability);
        return discrimination * discrimination * probability * (1 - probability);
    }
}
