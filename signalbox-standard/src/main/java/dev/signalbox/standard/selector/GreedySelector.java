package dev.signalbox.standard.selector;

import dev.signalbox.estimate.Utility;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Takes the option of the highest utility, and now and then (ε) any of the permitted ones, so that there is
/// something to learn from. The propensity is exact: ε/J for each of J options, and 1 − ε more for the best (Sutton &
/// Barto, 2.2).
///
/// The plan falls back to the next best. An option of which the utility is not known (an estimate is missing) comes
/// after all that are known; ties go to the cheaper one, then to the order of the settings.
public final class GreedySelector implements Selector {
    /// The option of the highest utility.
    public static final String BEST_UTILITY = "best_utility";
    /// Another than the best, to learn from.
    public static final String EXPLORED = "explored";
    /// There was nothing to choose.
    public static final String ONLY_OPTION = "only_option";
    /// No option's utility is known, so the first by cost and order.
    public static final String NOTHING_KNOWN = "nothing_known";

    private final Options options;

    /// @param explore ε, how often (0..1) to try any option
    /// @param fallbacks how many more options the plan may try when the chosen one fails
    public record Options(double explore, int fallbacks) {
        public static final Options DEFAULT = new Options(0.02, 2);

        public Options {
            if (!(explore >= 0 && explore <= 1)) {
                throw new IllegalArgumentException("`explore` must be between 0 and 1, not " + explore);
            }
            if (fallbacks < 0) throw new IllegalArgumentException("`fallbacks` must be 0 or more, not " + fallbacks);
        }
    }

    public GreedySelector(Options options) {
        this.options = options;
    }

    @Override
    public Decision select(List<Option> offered, Utility utility, RandomGenerator random) {
        var ranked = ranked(offered, utility);
        int count = ranked.size();
        if (count == 1) return new Decision(plan(ranked, 0), 1, ONLY_OPTION);
        boolean exploring = random.nextDouble() < options.explore;
        int chosen = exploring ? random.nextInt(count) : 0;
        double share = options.explore / count;
        double propensity = chosen == 0 ? 1 - options.explore + share : share;
        return new Decision(plan(ranked, chosen), propensity, reason(ranked, utility, chosen));
    }

    private static String reason(List<Option> ranked, Utility utility, int chosen) {
        if (chosen != 0) return EXPLORED;
        return Double.isNaN(utility.of(ranked.getFirst().estimate())) ? NOTHING_KNOWN : BEST_UTILITY;
    }

    private record Ranked(Option option, double utility) {}

    private static List<Option> ranked(List<Option> offered, Utility utility) {
        var ranked = new ArrayList<Ranked>(offered.size());
        for (var option : offered) ranked.add(new Ranked(option, utility.of(option.estimate())));
        ranked.sort(Comparator.comparingDouble(
                        (Ranked one) -> Double.isNaN(one.utility) ? Double.POSITIVE_INFINITY : 0 - one.utility)
                .thenComparingDouble(one -> one.option.estimate().costUsd().mean()));
        var options = new ArrayList<Option>(ranked.size());
        for (var one : ranked) options.add(one.option);
        return options;
    }

    private Plan plan(List<Option> ranked, int chosen) {
        var plans = new ArrayList<Plan>(1 + options.fallbacks);
        plans.add(ranked.get(chosen).plan());
        for (int i = 0; i < ranked.size() && plans.size() <= options.fallbacks; i++) {
            if (i != chosen) plans.add(ranked.get(i).plan());
        }
        return Plan.Cascade.inTurn(plans);
    }
}
