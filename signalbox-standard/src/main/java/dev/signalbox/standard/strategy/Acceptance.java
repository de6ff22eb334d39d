package dev.signalbox.standard.strategy;

/// How often a condition on answers holds.
///
/// @param ofGood the share of good answers that are accepted, 0..1
/// @param ofBad the share of bad answers that are accepted all the same, at most that of good ones
public record Acceptance(double ofGood, double ofBad) {
    /// What is assumed of checks of which nothing has been measured: they seldom refuse what is good, and see every
    /// second fault.
    public static final Acceptance ASSUMED = new Acceptance(0.95, 0.5);

    /// Accepts anything.
    public static final Acceptance ALWAYS = new Acceptance(1, 1);

    public Acceptance {
        if (!(ofBad >= 0 && ofBad <= ofGood && ofGood <= 1)) {
            throw new IllegalArgumentException(
                    "shares must be from 0 to 1, that of bad answers not the larger: %s, %s".formatted(ofGood, ofBad));
        }
    }

    /// The share of answers that are accepted.
    ///
    /// @param quality the share of them that are good
    double of(double quality) {
        return quality * ofGood + (1 - quality) * ofBad;
    }
}
