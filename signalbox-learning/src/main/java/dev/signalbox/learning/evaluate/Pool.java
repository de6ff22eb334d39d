package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.BitSet;

/// The test outcomes that methods choose among: for each query the models with a known quality, and for measures of
/// cost the queries and models with a known cost too.
///
/// @param table the test queries
/// @param priced the models with a known cost somewhere
/// @param costed the queries where every priced model with a known quality has a known cost, and there is one
record Pool(OutcomeTable table, BitSet priced, BitSet costed) {
    static Pool of(OutcomeTable table) {
        var priced = new BitSet();
        var costed = new BitSet();
        for (double[] row : table.costUsd()) {
            for (int model = 0; model < row.length; model++) {
                if (!Double.isNaN(row[model])) priced.set(model);
            }
        }
        for (int row = 0; row < table.size(); row++) {
            boolean any = false;
            boolean all = true;
            for (int model = priced.nextSetBit(0); model >= 0; model = priced.nextSetBit(model + 1)) {
                if (Double.isNaN(table.quality()[row][model])) continue;
                any = true;
                all &= !Double.isNaN(table.costUsd()[row][model]);
            }
            if (any && all) costed.set(row);
        }
        return new Pool(table, priced, costed);
    }

    boolean hasCosts() {
        return !costed.isEmpty() && priced.cardinality() > 1;
    }

    /// One model for all queries.
    Routing always(int model) {
        var routing = new Routing(table.size(), table.models().size());
        for (int row = 0; row < table.size(); row++) {
            if (!Double.isNaN(table.quality()[row][model])) routing.take(row, model, table);
        }
        return routing;
    }

    /// The mean over all models, as a fair draw would give it.
    Routing random() {
        var routing = new Routing(table.size(), table.models().size());
        for (int row = 0; row < table.size(); row++) {
            double[] quality = table.quality()[row];
            double qualities = 0;
            double costs = 0;
            int known = 0;
            for (int model = 0; model < quality.length; model++) {
                if (Double.isNaN(quality[model])) continue;
                qualities += quality[model];
                costs += table.costUsd()[row][model];
                known++;
            }
            routing.quality()[row] = qualities / known;
            routing.costUsd()[row] = costs / known;
            for (int model = 0; model < quality.length; model++) {
                if (!Double.isNaN(quality[model])) routing.share()[model] += 1.0 / known;
            }
        }
        return routing;
    }
}
