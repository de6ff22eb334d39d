package dev.signalbox.plan;

/// The plan that was chosen, how likely this choice was (0..1), and why.
///
/// @param reason one of a selector's few, documented words, for machines to count
public record Decision(Plan plan, double propensity, String reason) {
    public Decision {
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("a propensity must be above 0 and at most 1, not " + propensity);
        }
    }
}
