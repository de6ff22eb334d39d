package dev.signalbox.learning.method;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import java.util.List;

/// A way to learn from outcomes which model does well on a query. Stateless and thread-safe.
public interface Method {
    /// Lower-case words joined by hyphens, as reports and `--methods` name it.
    String name();

    /// Learns from a table. The same table, inputs and seed give the same result.
    ///
    /// @param table of which every query has a text and at least one known quality; other qualities may be NaN
    /// @param inputs what is read of the table's queries, row by row
    /// @param seed of everything random
    /// @throws dev.signalbox.learning.table.OutcomeTableException where the table lacks what the method learns from
    /// @throws MethodException where something other than the table is missing
    Learnt learn(OutcomeTable table, Inputs inputs, long seed);

    /// What was learnt. Immutable and thread-safe.
    interface Learnt {
        /// What is believed of queries that were not learnt from.
        ///
        /// @return `[query][model]`, models in the table's order; any scale on which more is better, 0..1
        ///     where the method predicts quality itself; NaN for a model that must not be chosen
        double[][] quality(Inputs inputs);

        /// What is to be said of how it came about, once [#quality] has been asked; a report shows it.
        default List<String> notes() {
            return List.of();
        }
    }
}
