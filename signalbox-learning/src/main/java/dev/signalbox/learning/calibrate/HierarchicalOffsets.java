package dev.signalbox.learning.calibrate;

import java.util.Arrays;

/// One logistic curve for all and an offset a member (a model, a domain, or both): `p = σ(slope · score +
/// intercept + offset)`. Offsets are drawn towards zero by a ridge, so a member with few outcomes is calibrated
/// like all others and one with many like itself. For members with 500 outcomes or more a curve of their own is
/// no worse.
///
/// @param offsets one a member, in log odds
public record HierarchicalOffsets(Platt shared, double[] offsets) {
    /// @return the probability, between 0 and 1
    public double of(int member, double score) {
        return Logistic.of(shared.slope() * score + shared.intercept() + offsets[member]);
    }

    /// @param scores of rows that the scorer was not fitted to
    /// @param outcomes 0..1, of the same length
    /// @param member each row's place among the members
    /// @param members how many there are; one without a row has the offset 0
    /// @param ridge how strongly offsets are drawn to zero, above 0: in outcomes near probability ½, four times
    ///     as many
    /// @throws IllegalArgumentException where there is no row, or a number is unknown or out of range
    public static HierarchicalOffsets fit(double[] scores, double[] outcomes, int[] member, int members, double ridge) {
        if (!(ridge > 0)) throw new IllegalArgumentException("a ridge must be above 0, not " + ridge);
        if (Arrays.stream(member).anyMatch(place -> place < 0 || place >= members)) {
            throw new IllegalArgumentException("a member's place lies in 0.." + (members - 1));
        }
        return OffsetFit.of(scores, outcomes, member, members).solve(ridge);
    }
}
