package dev.signalbox.standard.quality;

import java.time.Instant;
import java.util.List;

/// Where a snapshot comes from.
///
/// @param models the models it knows, in the order of its numbers
/// @param encoder the id of the encoder whose embeddings it was fitted to
/// @param dimensions of those embeddings
/// @param table the name of the outcome table
/// @param queries how many queries of it were used
/// @param outcomes how many known qualities they have
/// @param qualitySource what the qualities are, in the table owner's words ("executed test", "judge")
/// @param meanQuality one a model
/// @param meanCostUsd one a model; NaN where no cost is known
public record SnapshotOrigin(
        List<String> models,
        String encoder,
        int dimensions,
        String table,
        int queries,
        long outcomes,
        long seed,
        Instant createdAt,
        String qualitySource,
        double[] meanQuality,
        double[] meanCostUsd) {
    public SnapshotOrigin {
        models = List.copyOf(models);
    }
}
