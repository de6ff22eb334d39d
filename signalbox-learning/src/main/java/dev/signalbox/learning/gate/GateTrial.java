package dev.signalbox.learning.gate;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What keeping one query with the cheap model would have cost in quality.
///
/// @param score that the gate compares; more is safer
/// @param loss of quality if it is kept, 0..1: 1 where the cheap model is wrong and the strong one is right
/// @param right whether the cheap model's quality is one half or more
/// @param group the query's group, where known
public record GateTrial(double score, double loss, boolean right, Optional<String> group) {
    private static final double RIGHT = 0.5;

    public GateTrial {
        if (Double.isNaN(score)) throw new IllegalArgumentException("a trial needs a score");
        if (!(loss >= 0 && loss <= 1)) throw new IllegalArgumentException("a loss lies in 0..1, not " + loss);
    }

    /// The queries of which both qualities and the score are known. A cheap model that does better loses nothing:
    /// gains on one query do not pay for losses on another.
    ///
    /// @param scores one a query of the table; NaN where unknown
    public static List<GateTrial> of(OutcomeTable table, String cheap, String strong, double[] scores) {
        int weak = table.models().indexOf(cheap);
        int best = table.models().indexOf(strong);
        var trials = new ArrayList<GateTrial>();
        for (int row = 0; row < table.size(); row++) {
            double loss = table.quality()[row][best] - table.quality()[row][weak];
            if (Double.isNaN(loss) || Double.isNaN(scores[row])) continue;
            trials.add(new GateTrial(
                    scores[row],
                    Math.max(0, loss),
                    table.quality()[row][weak] >= RIGHT,
                    table.queries().get(row).group()));
        }
        return trials;
    }
}
