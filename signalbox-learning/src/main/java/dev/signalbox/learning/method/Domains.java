package dev.signalbox.learning.method;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.KMeans;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The kind that each query of a table is of: its group, where the table names groups, else the cluster it falls into.
///
/// @param ofRow the domain of each query
public record Domains(int[] ofRow, int count) {
    private static final int GROUPS_MAX = 64;
    private static final int CLUSTERS = 16;
    private static final int ROWS_MIN = 5;

    /// Of many groups the largest have a domain each; queries of the others, and those without a group, go by their
    /// cluster. Fewer than two groups say nothing, and clusters stand in for them.
    public static Domains of(OutcomeTable table, Inputs inputs, long seed) {
        Map<String, Integer> places = groups(table);
        var ofRow = new int[table.size()];
        for (int row = 0; row < ofRow.length; row++) {
            ofRow[row] = table.queries().get(row).group().map(places::get).orElse(-1);
        }
        int[] others =
                IntStream.range(0, ofRow.length).filter(row -> ofRow[row] < 0).toArray();
        if (others.length == 0) return new Domains(ofRow, places.size());
        float[][] centroids = KMeans.centroids(inputs.embeddings(), others, CLUSTERS, seed);
        int[] cluster = KMeans.assign(inputs.embeddings(), others, centroids);
        for (int i = 0; i < others.length; i++) ofRow[others[i]] = places.size() + cluster[i];
        return new Domains(ofRow, places.size() + centroids.length);
    }

    private static Map<String, Integer> groups(OutcomeTable table) {
        var sizes = new TreeMap<String, Integer>();
        table.queries().forEach(query -> query.group().ifPresent(group -> sizes.merge(group, 1, Integer::sum)));
        var names = sizes.entrySet().stream()
                .filter(entry -> entry.getValue() >= ROWS_MIN)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(GROUPS_MAX)
                .map(Map.Entry::getKey)
                .toList();
        var places = new HashMap<String, Integer>();
        if (names.size() > 1) names.forEach(name -> places.put(name, places.size()));
        return places;
    }
}
