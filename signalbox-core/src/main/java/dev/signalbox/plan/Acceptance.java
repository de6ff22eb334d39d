package dev.signalbox.plan;

/// How often a condition on answers holds: what its verdict is worth.
///
/// @param ofGood the share of good answers that are accepted, 0..1
/// @param ofBad the share of bad answers that are accepted all the same, at most that of good ones
public record Acceptance(double ofGood, double ofBad) {
    /// What is assumed of checks of which nothing was measured: they seldom refuse what is good, and see every
    /// second fault. What was measured belongs in the settings: no journal can tell, since nobody rates what
    /// was refused.
    public static final Acceptance ASSUMED = new Acceptance(0.95, 0.5);

    /// Accepts anything.
    public static final Acceptance ALWAYS = new Acceptance(1, 1);

    /// No finite number of outcomes proves a certainty.
    private static final double SURE = 0.999;

    public Acceptance {
        if (!(ofBad >= 0 && ofBad <= ofGood && ofGood <= 1)) {
            throw new IllegalArgumentException(
                    "the shares that are accepted lie in 0..1, and that of bad answers is not the larger: %s of good ones, %s of bad ones"
                            .formatted(ofGood, ofBad));
        }
    }

    /// The share of answers that are accepted, 0..1.
    ///
    /// @param quality the share of them that are good, 0..1
    public double of(double quality) {
        return quality * ofGood + (1 - quality) * ofBad;
    }

    /// How likely an answer is good once the verdict on it is known, by Bayes' rule. Never certain.
    ///
    /// @param quality how likely it was before, 0..1
    public double inHindsight(double quality, boolean accepted) {
        double good = unsure(quality) * unsure(accepted ? ofGood : 1 - ofGood);
        double bad = (1 - unsure(quality)) * unsure(accepted ? ofBad : 1 - ofBad);
        return good / (good + bad);
    }

    private static double unsure(double share) {
        return Math.clamp(share, 1 - SURE, SURE);
    }
}
