package dev.signalbox.learning.evaluate;

import dev.signalbox.learning.table.OutcomeTable;
import java.util.Arrays;

/// What a way of choosing gave away, as a mean over the queries that it answered.
final class Regret {
    private Regret() {}

    /// To the best known answer of each query. Some of it nobody can avoid: an oracle also picks what was only luck.
    static double toOracle(OutcomeTable table, Routing routing) {
        double sum = 0;
        int known = 0;
        for (int row = 0; row < table.size(); row++) {
            double quality = routing.quality()[row];
            if (Double.isNaN(quality)) continue;
            double best = Arrays.stream(table.quality()[row])
                    .filter(value -> !Double.isNaN(value))
                    .max()
                    .orElse(quality);
            sum += best - quality;
            known++;
        }
        return known == 0 ? Double.NaN : sum / known;
    }

    /// To the one model that proves best on these queries; negative where the choosing was better than that.
    static double toBestFixed(OutcomeTable table, Routing routing) {
        double most = Double.NaN;
        for (int model = 0; model < table.models().size(); model++) {
            double sum = 0;
            int known = 0;
            for (int row = 0; row < table.size(); row++) {
                double difference = table.quality()[row][model] - routing.quality()[row];
                if (Double.isNaN(difference)) continue;
                sum += difference;
                known++;
            }
            if (known > 0 && !(sum / known <= most)) most = sum / known;
        }
        return most;
    }
}
