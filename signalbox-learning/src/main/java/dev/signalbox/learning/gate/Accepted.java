package dev.signalbox.learning.gate;

import dev.signalbox.plan.Acceptance;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Predicate;

/// How many of good answers and of bad ones a condition accepted, where all were seen, the refused ones, too.
///
/// @param good how many good answers there were
/// @param bad how many bad ones
public record Accepted(int ofGood, int good, int ofBad, int bad) {
    /// As many answers of each kind as the assumed shares are worth.
    private static final double ASSUMED = 10;

    public Accepted {
        if (ofGood < 0 || ofGood > good || ofBad < 0 || ofBad > bad) {
            throw new IllegalArgumentException("no more can be accepted than there are");
        }
    }

    public static <T> Accepted of(Collection<T> answers, Predicate<T> good, Predicate<T> accepted) {
        int[] counts = new int[4];
        for (var answer : answers) {
            int kind = good.test(answer) ? 0 : 2;
            counts[kind + 1]++;
            if (accepted.test(answer)) counts[kind]++;
        }
        return new Accepted(counts[0], counts[1], counts[2], counts[3]);
    }

    /// The posterior means of both shares, each with a Beta prior about what is assumed, of the weight of ten answers.
    /// A condition that holds of bad answers more often than of good ones is taken to tell nothing.
    public Acceptance acceptance() {
        double good = posterior(ofGood, this.good, Acceptance.ASSUMED.ofGood());
        double bad = posterior(ofBad, this.bad, Acceptance.ASSUMED.ofBad());
        return new Acceptance(good, Math.min(good, bad));
    }

    private static double posterior(int accepted, int all, double assumed) {
        return (accepted + ASSUMED * assumed) / (all + ASSUMED);
    }

    /// As it is written in settings, and what it was counted on.
    public String setting() {
        var shares = acceptance();
        return String.format(
                Locale.ROOT,
                "accepts: {good: %.3f, bad: %.3f}  # counted on %,d good answers and %,d bad ones",
                shares.ofGood(),
                shares.ofBad(),
                good,
                bad);
    }
}
