package dev.signalbox.learning.train;

import java.util.List;
import java.util.Optional;

/// Why a snapshot predicts as it does: how well each predictor foresaw outcomes of queries that it had not seen, what
/// weight that earned it, and what routing by all of them is worth.
///
/// @param members in the order of the vote
/// @param explained as each member's, of their weighted vote
/// @param calibrationError how far predicted qualities lie from outcomes, in the mean over outcomes (expected
///     calibration error, 15 bins of equal mass)
/// @param told as each member's, of the vote when the caller tells a query's group; empty where that cannot be learnt
/// @param gain over mixing single models by price; empty where no query has all costs
public record Reasons(
        List<Member> members,
        double explained,
        double calibrationError,
        Optional<Double> told,
        Optional<GainOverHull> gain) {
    public Reasons {
        members = List.copyOf(members);
    }

    /// One predictor of the vote.
    ///
    /// @param weight zero or more, by non-negative least squares
    /// @param explained the share of the squared differences between models that it foresaw; below zero is
    ///     worse than each model's mean
    public record Member(String name, double weight, double explained) {}
}
