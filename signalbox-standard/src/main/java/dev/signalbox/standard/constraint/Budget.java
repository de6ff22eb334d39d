package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.LogNormalSpread;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A model must keep to the most that a request may cost: by its expected cost, or with a stated probability. The limit
/// is the client's, the route's, or the lower of both. A request without a limit is not held to any, and a model that
/// costs nothing keeps to every limit.
///
/// It judges one call. What all calls of a plan cost together, the runner counts; it also holds back calls whose cost
/// can't be estimated here.
public final class Budget implements Constraint {
    private final Estimator costUsd;
    private final Options options;

    /// @param probability with which a permitted model must keep to the limit, between 0 and 1; empty goes by the
    ///     expected cost
    /// @param costUsdMax the route's limit; plus infinity where it has none
    public record Options(OptionalDouble probability, double costUsdMax) {
        public static final Options DEFAULT = new Options(OptionalDouble.empty(), Double.POSITIVE_INFINITY);

        public Options {
            double given = probability.orElse(0.5);
            if (!(given > 0 && given < 1)) {
                throw new IllegalArgumentException(
                        "`probability` must lie between 0 and 1, not be %s".formatted(given));
            }
            if (!(costUsdMax >= 0)) {
                throw new IllegalArgumentException("`cost_usd_max` must be 0 or more, not %s".formatted(costUsdMax));
            }
        }
    }

    /// @param costUsd the estimator that the route chooses by
    public Budget(Estimator costUsd, Options options) {
        this.costUsd = costUsd;
        this.options = options;
    }

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public Optional<Objection> objection(Request request, Signals signals, Model model) {
        double limit =
                Math.min(options.costUsdMax, request.wishes().costUsdMax().orElse(Double.POSITIVE_INFINITY));
        if (limit == Double.POSITIVE_INFINITY || model.price().isFree()) return Optional.empty();
        var cost = costUsd.estimate(signals, List.of(model)).getFirst();
        return options.probability.isPresent()
                ? surely(cost, options.probability.getAsDouble(), limit, model)
                : expected(cost, limit, model);
    }

    private Optional<Objection> expected(Belief cost, double limit, Model model) {
        if (!cost.known() || cost.mean() <= limit) return Optional.empty();
        var reason =
                "it is expected to cost $%.3g, and the request may cost at most $%.3g".formatted(cost.mean(), limit);
        return Optional.of(new Objection(name(), model.id(), reason, Ground.COST));
    }

    private Optional<Objection> surely(Belief cost, double probability, double limit, Model model) {
        double most = LogNormalSpread.quantile(cost, probability);
        if (most <= limit) return Optional.empty();
        return Optional.of(new Objection(name(), model.id(), reason(most, probability, limit), Ground.COST));
    }

    private static String reason(double most, double probability, double limit) {
        if (Double.isNaN(most))
            return "what it costs is not known, and the request may cost at most $%.3g".formatted(limit);
        return "only below $%.3g can it be held to with probability %s, and the request may cost at most $%.3g"
                .formatted(most, probability, limit);
    }
}
