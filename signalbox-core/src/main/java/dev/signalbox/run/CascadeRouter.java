package dev.signalbox.run;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The choice of cascade routing (arXiv 2410.10347): of all sets that hold what was asked and some more, the one that
/// is worth most. The worth of a set is the expected quality of its best answer less what it costs; what was asked is
/// paid for already. Qualities are taken for independent: models that fail on the same questions are overrated
/// together.
///
/// Sets have at most [#MOST] members. One that is worth less than what it grew from does not grow further (the paper's
/// first lemma). Where sets are worth the same, the smaller and cheaper is taken.
final class CascadeRouter {
    static final int MOST = 3;

    /// What a quality is off by where nobody knows.
    private static final double DOUBT_MAX = 0.5;

    private final List<Estimate> estimates;
    private final Utility utility;
    private final double leftUsd;

    /// @param estimates of what was asked as it is now believed to be
    /// @param leftUsd what may still be spent: a set whose calls are expected to cost more is none (the
    ///     hard budget of arXiv 2602.21227)
    CascadeRouter(List<Estimate> estimates, Utility utility, double leftUsd) {
        this.estimates = estimates;
        this.utility = utility;
        this.leftUsd = leftUsd;
    }

    /// The next to ask, as its place among the options; empty where asking more is not worth it.
    ///
    /// @param asked the places of those that were
    /// @param left the places of those that can be
    Optional<Integer> next(List<Integer> asked, List<Integer> left) {
        @Nullable Grown best = asked.isEmpty() ? null : new Grown(List.of(), worth(asked, List.of()));
        var growing = new ArrayList<Grown>();
        growing.add(new Grown(List.of(), asked.isEmpty() ? Double.NEGATIVE_INFINITY : worth(asked, List.of())));
        var cheapestFirst =
                left.stream().sorted(Comparator.comparingDouble(this::costUsd)).toList();
        for (int size = asked.size(); size < MOST; size++) {
            var grown = new ArrayList<Grown>();
            for (var set : growing) {
                for (int more : after(cheapestFirst, set)) {
                    var members = new ArrayList<>(set.more());
                    members.add(more);
                    if (costUsd(members) > leftUsd) continue;
                    var bigger = new Grown(members, worth(asked, members));
                    if (best == null || bigger.worth() > best.worth()) best = bigger;
                    if (bigger.worth() >= set.worth()) grown.add(bigger);
                }
            }
            growing = grown;
        }
        return best == null ? Optional.empty() : best.more().stream().findFirst();
    }

    /// @param more the members that were not asked, the cheapest first
    private record Grown(List<Integer> more, double worth) {}

    private static List<Integer> after(List<Integer> cheapestFirst, Grown set) {
        if (set.more().isEmpty()) return cheapestFirst;
        return cheapestFirst.subList(cheapestFirst.indexOf(set.more().getLast()) + 1, cheapestFirst.size());
    }

    private double worth(List<Integer> asked, List<Integer> more) {
        var qualities = new ArrayList<Belief>();
        for (int place : asked) qualities.add(quality(place));
        for (int place : more) qualities.add(quality(place));
        double latencyMs = more.stream()
                .mapToDouble(place -> orNothing(estimates.get(place).latencyMs()))
                .sum();
        return utility.of(ExpectedMaximum.of(qualities).mean(), costUsd(more), latencyMs);
    }

    private Belief quality(int place) {
        var quality = estimates.get(place).quality();
        if (!quality.known()) return new Belief(0, DOUBT_MAX);
        return new Belief(quality.mean(), Math.min(quality.deviation(), DOUBT_MAX));
    }

    private double costUsd(List<Integer> places) {
        return places.stream().mapToDouble(this::costUsd).sum();
    }

    private double costUsd(int place) {
        return orNothing(estimates.get(place).costUsd());
    }

    private static double orNothing(Belief belief) {
        return belief.known() ? belief.mean() : 0;
    }
}
