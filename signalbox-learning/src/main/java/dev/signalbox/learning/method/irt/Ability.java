package dev.signalbox.learning.method.irt;

import java.util.List;

/// What is known of how able a model is: 0 is the pool's mean, 1 its deviation.
///
/// @param deviation the standard error
public record Ability(double value, double deviation) {
    /// Of a model of which nothing is known but that it is like the others.
    public static final Ability PRIOR = new Ability(0, 1);

    private static final int ROUNDS = 50;
    private static final double STEP_MAX = 1;

    /// The most likely ability given a model's answers and what was known before, by Newton's method.
    ///
    /// @param items that the model answered
    /// @param qualities of its answers, 0..1
    public static Ability of(List<Item> items, double[] qualities, Ability before) {
        double precision = 1 / (before.deviation * before.deviation);
        double ability = before.value;
        for (int round = 0; round < ROUNDS; round++) {
            double slope = -precision * (ability - before.value);
            double information = precision;
            for (int i = 0; i < qualities.length; i++) {
                var item = items.get(i);
                slope += item.discrimination() * (qualities[i] - item.probability(ability));
                information += item.information(ability);
            }
            double step = Math.clamp(slope / information, -STEP_MAX, STEP_MAX);
            ability += step;
            if (Math.abs(step) < 1e-10) break;
        }
        double at = ability;
        double information =
                items.stream().mapToDouble(item -> item.information(at)).sum();
        return new Ability(ability, 1 / Math.sqrt(precision + information));
    }
}
