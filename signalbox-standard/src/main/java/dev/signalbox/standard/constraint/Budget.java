package dev.signalbox.standard.constraint;

import dev.signalbox.chat.Request;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Constraint;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.LogNormalSpread;
import java.util.List;
import java.util.Optional;

/// A model must keep to the most that a request may cost, with a stated probability. What it will cost is not known
/// before it has answered, so a model goes where the cost that it keeps below with that probability is above the limit.
/// The limit is the client's, the route's, or the lower of both. A request without a limit is not held to any.
///
/// It judges one call. What all calls of a plan cost together, the runner counts.
public final class Budget implements Constraint {
    private final Estimator costUsd;
    private final Options options;

    /// @param probability with which a permitted model must keep to the limit, between 0 and 1
    /// @param costUsdMax the route's limit; plus infinity where it has none
    public record Options(double probability, double costUsdMax) {
        public static final Options DEFAULT = new Options(0.95, Double.POSITIVE_INFINITY);

        public Options {
            if (!(probability > 0 && probability < 1)) {
                throw new IllegalArgumentException(
                        "`probability` must lie between 0 and 1, not be %s".formatted(probability));
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
        if (limit == Double.POSITIVE_INFINITY) return Optional.empty();
        double most = LogNormalSpread.quantile(
                costUsd.estimate(signals, List.of(model)).getFirst(), options.probability);
        if (most <= limit) return Optional.empty();
        return Optional.of(new Objection(name(), model.id(), reason(most, limit), Ground.COST));
    }

    private String reason(double most, double limit) {
        if (Double.isNaN(most))
            return "what it costs is not known, and the request may cost at most $%.3g".formatted(limit);
        return "only below $%.3g can it be held to with probability %s, and the request may cost at most $%.3g"
                .formatted(most, options.probability, limit);
    }
}
