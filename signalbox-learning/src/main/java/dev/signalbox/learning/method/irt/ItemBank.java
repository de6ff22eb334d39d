package dev.signalbox.learning.method.irt;

import dev.signalbox.learning.method.PrincipalComponents;
import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.train.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A table's queries as items, and its models' abilities, on a scale where these have mean 0 and deviation 1.
///
/// @param items one a query of the table
/// @param abilities one a model of the table
public record ItemBank(List<Item> items, double[] abilities) {
    private static final int COMPONENTS = 64;
    private static final int ROUNDS = 8;
    // How far, as log odds, a query's ease may be from what its embedding says: a deviation.
    private static final double UNSAID = 1;

    public ItemBank {
        items = List.copyOf(items);
    }

    /// Fits RADAR's two-parameter model.
    ///
    /// @throws OutcomeTableException where the models are fewer than two or do not differ: then there is no scale
    public static ItemBank fit(OutcomeTable table, Inputs inputs, long seed) {
        var components = PrincipalComponents.fit(inputs.embeddings(), COMPONENTS, seed);
        float[][] queries = components.of(inputs.embeddings());
        var responses = Responses.fit(queries, table.quality(), 1, seed);
        double[] raw = IntStream.range(0, table.models().size())
                .mapToDouble(responses::ability)
                .toArray();
        double mean = Arrays.stream(raw).average().orElseThrow();
        double spread = 0;
        for (double ability : raw) spread += (ability - mean) * (ability - mean) / raw.length;
        double deviation = Math.sqrt(spread);
        if (!(deviation > 1e-6)) {
            throw new OutcomeTableException(
                    "the models of the table `%s` do not differ in ability, so there is no scale to place another on"
                            .formatted(table.name()));
        }
        double[] abilities = new double[raw.length];
        for (int model = 0; model < raw.length; model++) abilities[model] = (raw[model] - mean) / deviation;
        var items = IntStream.range(0, queries.length)
                .mapToObj(row -> seen(item(responses, queries[row], mean, deviation), abilities, table.quality()[row]))
                .toList();
        return new ItemBank(items, abilities);
    }

    /// The item as the models' answers to it show it, beyond what its embedding says: the most likely difficulty, by
    /// Newton's method, where the embedding's is the one expected.
    private static Item seen(Item expected, double[] abilities, double[] quality) {
        double precision = 1 / (UNSAID * UNSAID);
        double discrimination = expected.discrimination();
        double ease = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var item = new Item(discrimination, expected.difficulty() - ease / discrimination);
            double slope = -precision * ease;
            double curvature = precision;
            for (int model = 0; model < quality.length; model++) {
                if (Double.isNaN(quality[model])) continue;
                double probability = item.probability(abilities[model]);
                slope += quality[model] - probability;
                curvature += probability * (1 - probability);
            }
            ease += slope / curvature;
        }
        return new Item(discrimination, expected.difficulty() - ease / discrimination);
    }

    /// The same probabilities on the other scale.
    private static Item item(Responses responses, float[] query, double mean, double deviation) {
        double discrimination = responses.discrimination(query);
        double odds = responses.ease(query) + discrimination * mean;
        return new Item(discrimination * deviation, -odds / (discrimination * deviation));
    }
}
