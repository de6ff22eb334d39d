package dev.signalbox.standard.quality;

import dev.signalbox.estimate.Dial;
import dev.signalbox.signal.Encoder;
import java.util.Optional;

/// All that was learnt from an outcome table. Immutable; kept in one file by [SnapshotFile].
///
/// @param lexical how to read the lexical features
/// @param quality for queries with an embedding
/// @param qualityAlone for queries of which only the lexical features are known
/// @param told for queries with an embedding and a group that the caller tells; absent where the table has no groups
/// @param costUsd for queries with an embedding
/// @param costUsdAlone for queries of which only the lexical features are known
/// @param outputTokens likewise
/// @param outputTokensAlone likewise
/// @param perDollar the fitted table of the dial; empty where the outcome table knows no costs
public record Snapshot(
        SnapshotOrigin about,
        Standardiser lexical,
        Ensemble quality,
        Ensemble qualityAlone,
        Optional<GroupCalibrated> told,
        LogRidge costUsd,
        LogRidge costUsdAlone,
        LogRidge outputTokens,
        LogRidge outputTokensAlone,
        double[] perDollar) {

    /// The ensemble that reads all that is known of a query.
    public Ensemble qualityFor(Features features) {
        if (!features.embedded()) return qualityAlone;
        return features.group() < 0
                ? quality
                : told.map(GroupCalibrated::quality).orElse(quality);
    }

    /// The place of a group that a caller may tell; -1 for one that was never seen.
    public int group(String name) {
        return told.map(some -> some.groups().indexOf(name)).orElse(-1);
    }

    /// The dial of this pool; absent where the outcome table knows no costs.
    public Optional<Dial> dial() {
        return perDollar.length == 0 ? Optional.empty() : Optional.of(new Dial(perDollar, 0));
    }

    /// Call once at the start: embeddings of another encoder mean nothing here.
    ///
    /// @throws SnapshotException if this snapshot was fitted to embeddings of another encoder
    public void requireEncoder(Encoder encoder) {
        if (!encoder.id().equals(about.encoder()) || encoder.dimensions() != about.dimensions()) {
            throw new SnapshotException(
                    "the snapshot was trained with the encoder `%s` (%d dimensions), not `%s` (%d): train it again"
                            .formatted(about.encoder(), about.dimensions(), encoder.id(), encoder.dimensions()));
        }
    }
}
