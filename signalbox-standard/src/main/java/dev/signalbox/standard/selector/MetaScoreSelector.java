package dev.signalbox.standard.selector;

import dev.signalbox.estimate.Estimate;
import dev.signalbox.estimate.Utility;
import dev.signalbox.plan.Decision;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// Takes the option of MixLLM's greatest [MetaScore]: quality against cost, more for what is uncertain, less for what
/// makes wait. It explores by its uncertainty and tosses no coin, so the propensity is 1: what it logs can be learnt
/// from, but not weighted by propensities. [GreedySelector] is for that.
///
/// Costs are shares of the dearest option's, uncertainty is the variance of the believed quality, and waiting is the
/// believed latency. An option that takes longer than is tolerated comes after all that do not. An option of which
/// quality or cost is not known comes last.
public final class MetaScoreSelector implements Selector {
    /// The option of the greatest score.
    public static final String BEST_SCORE = "best_score";
    /// There was nothing to choose.
    public static final String ONLY_OPTION = GreedySelector.ONLY_OPTION;
    /// No option's score is known, so the first in the order of the settings.
    public static final String NOTHING_KNOWN = GreedySelector.NOTHING_KNOWN;

    private final Options options;

    /// @param willingness `λ`: how many times the dearest option's cost a certain success is worth; where absent, what
    ///     the place of the dial says
    /// @param curiosity `α`: what uncertainty is worth
    /// @param patience `β`: what waiting as long as is tolerable costs
    /// @param toleranceMs how long an answer may take
    /// @param softening `ξ`: from which share of that on waiting costs in earnest, between 0 and 1
    /// @param fallbacks how many more options the plan may try when the chosen one fails
    public record Options(
            OptionalDouble willingness,
            double curiosity,
            double patience,
            double toleranceMs,
            double softening,
            int fallbacks) {
        /// The paper's weights, at the dial's willingness to pay.
        public static final Options DEFAULT = new Options(OptionalDouble.empty(), 0.01, 0.1, 30_000, 0.8, 2);

        public Options {
            if (willingness.isPresent() && !(willingness.getAsDouble() > 0)) {
                throw new IllegalArgumentException("`willingness` must be above 0, not " + willingness.getAsDouble());
            }
            if (!(curiosity >= 0))
                throw new IllegalArgumentException("`curiosity` must be 0 or more, not " + curiosity);
            if (!(patience >= 0)) throw new IllegalArgumentException("`patience` must be 0 or more, not " + patience);
            if (!(toleranceMs > 0))
                throw new IllegalArgumentException("`tolerance` must be above 0, not " + toleranceMs);
            if (!(softening > 0 && softening < 1)) {
                throw new IllegalArgumentException("`softening` must lie between 0 and 1, not be " + softening);
            }
            if (fallbacks < 0) throw new IllegalArgumentException("`fallbacks` must be 0 or more, not " + fallbacks);
        }
    }

    public MetaScoreSelector(Options options) {
        this.options = options;
    }

    @Override
    public Decision select(List<Option> offered, Utility utility, RandomGenerator random) {
        double dearest = offered.stream()
                .mapToDouble(option -> option.estimate().costUsd().mean())
                .filter(cost -> cost > 0)
                .max()
                .orElse(1);
        var score = new MetaScore(
                willingness(utility, dearest),
                options.curiosity,
                options.patience,
                options.toleranceMs,
                options.softening);
        var ranked = offered.stream()
                .map(option -> ranked(option, score, dearest))
                .sorted(Comparator.comparing(Ranked::known)
                        .thenComparing(Ranked::inTime)
                        .thenComparingDouble(Ranked::score)
                        .reversed())
                .toList();
        var plan = plan(ranked);
        if (ranked.size() == 1) return new Decision(plan, 1, ONLY_OPTION);
        return new Decision(plan, 1, ranked.getFirst().known() ? BEST_SCORE : NOTHING_KNOWN);
    }

    /// The willingness with which the score trades cost for quality as the utility does.
    private double willingness(Utility utility, double dearest) {
        double fromDial = utility.perDollar() == 0 ? Double.MAX_VALUE : 1 / (utility.perDollar() * dearest);
        return options.willingness.orElse(Math.clamp(fromDial, Double.MIN_NORMAL, 1e12));
    }

    private record Ranked(Option option, boolean known, boolean inTime, double score) {}

    private Ranked ranked(Option option, MetaScore score, double dearest) {
        Estimate estimate = option.estimate();
        double deviation = estimate.quality().deviation();
        double uncertainty = Double.isFinite(deviation) ? deviation * deviation : 0;
        double waitMs = estimate.latencyMs().known() ? estimate.latencyMs().mean() : 0;
        // Where all are too slow, the one that is least so by its score is still the best of them.
        double value = score.of(
                estimate.quality().mean(),
                estimate.costUsd().mean() / dearest,
                uncertainty,
                Math.min(waitMs, options.toleranceMs));
        return new Ranked(option, !Double.isNaN(value), waitMs <= options.toleranceMs, Double.isNaN(value) ? 0 : value);
    }

    private Plan plan(List<Ranked> ranked) {
        var plans = new ArrayList<Plan>(1 + options.fallbacks);
        for (int i = 0; i < ranked.size() && i <= options.fallbacks; i++)
            plans.add(ranked.get(i).option().plan());
        return Plan.Cascade.inTurn(plans);
    }
}
