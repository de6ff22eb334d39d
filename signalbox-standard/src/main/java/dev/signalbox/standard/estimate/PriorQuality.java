package dev.signalbox.standard.estimate;

import dev.signalbox.estimate.Belief;
import dev.signalbox.estimate.Estimator;
import dev.signalbox.model.Model;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.List;

/// The quality of models of which no outcome is known: what the settings say, else a guess from the price. The guess
/// is that of models asked about together the dearest is the best ([#DEAREST]) and the cheapest the worst
/// ([#CHEAPEST]), on a log scale between. It is a guess, and its deviation says so; a snapshot trained on outcomes
/// replaces it.
public final class PriorQuality implements Estimator {
    static final double CHEAPEST = 0.6;
    static final double DEAREST = 0.8;
    private static final double SAID_DEVIATION = 0.15;
    private static final double GUESS_DEVIATION = 0.25;

    @Override
    public List<Belief> estimate(Signals signals, List<Model> models) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (var model : models) {
            double price = price(model);
            least = Math.min(least, price);
            most = Math.max(most, price);
        }
        var beliefs = new ArrayList<Belief>(models.size());
        for (var model : models) {
            var said = model.prior().quality();
            beliefs.add(
                    said.isPresent()
                            ? new Belief(said.getAsDouble(), SAID_DEVIATION)
                            : new Belief(guess(price(model), least, most), GUESS_DEVIATION));
        }
        return beliefs;
    }

    /// Answers are mostly paid for by what is said, so that counts more.
    private static double price(Model model) {
        return Math.max(1e-3, model.price().input() + 3 * model.price().output());
    }

    private static double guess(double price, double least, double most) {
        if (most <= least) return (CHEAPEST + DEAREST) / 2;
        return CHEAPEST + (DEAREST - CHEAPEST) * Math.log(price / least) / Math.log(most / least);
    }
}
