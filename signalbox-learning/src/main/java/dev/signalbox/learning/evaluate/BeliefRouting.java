package dev.signalbox.learning.evaluate;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A way to choose by what is believed of each query and model: the greatest `quality − perDollar · cost` wins.
///
/// @param quality `[query][model]` as believed; NaN for models that must not be chosen
/// @param costUsd `[query][model]` as believed, NaN where unknown
record BeliefRouting(double[][] quality, double[][] costUsd) {
    /// Quality alone; of equals the cheaper, and of those the first.
    Routing byQuality(Pool pool) {
        return route(pool, 0, false);
    }

    /// Among the priced models, and only for queries with known costs.
    Routing byUtility(Pool pool, double perDollar) {
        return route(pool, perDollar, true);
    }

    private Routing route(Pool pool, double perDollar, boolean pricedOnly) {
        var table = pool.table();
        var routing = new Routing(table.size(), table.models().size());
        for (int row = 0; row < table.size(); row++) {
            if (pricedOnly && !pool.costed().get(row)) continue;
            int chosen = choose(row, table.quality()[row], perDollar, pricedOnly ? pool.priced() : null);
            if (chosen >= 0) routing.take(row, chosen, table);
        }
        return routing;
    }

    private int choose(int row, double[] known, double perDollar, @Nullable BitSet among) {
        int chosen = -1;
        double best = Double.NEGATIVE_INFINITY;
        double cheapest = Double.POSITIVE_INFINITY;
        for (int model = 0; model < known.length; model++) {
            if (Double.isNaN(known[model]) || Double.isNaN(quality[row][model])) continue;
            if (among != null && !among.get(model)) continue;
            double cost = costUsd[row][model];
            double utility = quality[row][model] - (perDollar == 0 ? 0 : perDollar * cost);
            double price = Double.isNaN(cost) ? Double.POSITIVE_INFINITY : cost;
            if (utility > best || (utility == best && price < cheapest)) {
                best = utility;
                cheapest = price;
                chosen = model;
            }
        }
        return chosen;
    }
}
