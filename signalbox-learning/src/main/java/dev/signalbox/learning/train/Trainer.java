package dev.signalbox.learning.train;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.signal.Encoder;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.GroupCalibrated;
import dev.signalbox.standard.quality.Ridge;
import dev.signalbox.standard.quality.Snapshot;
import dev.signalbox.standard.quality.SnapshotFile;
import dev.signalbox.standard.quality.SnapshotOrigin;
import dev.signalbox.standard.quality.Standardiser;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Fits a snapshot to an outcome table. Uses all cores; the same table and options give the same snapshot.
public final class Trainer {
    private static final int QUERIES_MIN = 10;

    private Trainer() {}

    /// @param seed of everything random
    /// @param createdAt the time that the snapshot carries
    /// @param qualitySource what the table's qualities are ("executed test", "judge")
    /// @param lexical a text's lexical features, as the sensor gives them
    public record Options(long seed, Instant createdAt, String qualitySource, Function<String, float[]> lexical) {}

    /// Queries without a text teach nothing about texts: they are left out, and [SnapshotOrigin#queries] says how
    /// many remain.
    ///
    /// @throws OutcomeTableException if too little is left to learn from
    public static Snapshot train(OutcomeTable table, Encoder encoder, Options options, Progress progress) {
        return explained(table, encoder, options, progress).snapshot();
    }

    /// A snapshot, and why it is as it is.
    public record Trained(Snapshot snapshot, Reasons reasons) {}

    /// As [#train], with the reasons.
    public static Trained explained(OutcomeTable table, Encoder encoder, Options options, Progress progress) {
        var usable = usable(table);
        return fit(usable, Inputs.of(usable, encoder, options.lexical, progress), encoder, options, progress);
    }

    /// The part of a table that can be learnt from: queries with a text and a known quality.
    public static OutcomeTable usable(OutcomeTable table) {
        var usable = table.where(row -> table.queries().get(row).text().isPresent()
                && Arrays.stream(table.quality()[row]).anyMatch(quality -> !Double.isNaN(quality)));
        if (usable.size() < QUERIES_MIN) {
            throw new OutcomeTableException(
                    "the table `%s` has %d queries with a text and a known quality, and learning needs %d or more"
                            .formatted(table.name(), usable.size(), QUERIES_MIN));
        }
        return usable;
    }

    /// As [#explained], for a [#usable] table whose texts have been read already.
    public static Trained fit(OutcomeTable table, Inputs inputs, Encoder encoder, Options options, Progress progress) {
        var standardiser = StandardiserFit.fit(inputs.lexical());
        var features = features(inputs, standardiser);
        var folds = Folds.of(table, options.seed);
        int stages = 5;
        progress.at("fit", 0, stages);
        var groups = GroupFit.of(table);
        var quality = new EnsembleFit(features, inputs.embeddings(), table.quality(), groups, folds, options.seed);
        var alone = quality.lexicalAlone();
        progress.at("fit", 1, stages);
        var full = quality.withEmbeddings();
        var told = quality.told();
        progress.at("fit", 3, stages);
        var cost = LogRidgeFit.fit(Ridge.Input.JOINED, features, table.costUsd(), folds);
        progress.at("fit", 4, stages);
        var costAlone = LogRidgeFit.fit(Ridge.Input.LEXICAL, features, table.costUsd(), folds);
        var length = LogRidgeFit.fit(Ridge.Input.JOINED, features, table.outputTokens(), folds);
        var lengthAlone = LogRidgeFit.fit(Ridge.Input.LEXICAL, features, table.outputTokens(), folds);
        var perDollar = new DialFit(full.unseen(), cost.unseen(), table.costUsd()).perDollar();
        progress.at("fit", stages, stages);
        var snapshot = new Snapshot(
                about(table, encoder, options),
                standardiser,
                full.ensemble(),
                alone.ensemble(),
                told.map(some -> new GroupCalibrated(groups.orElseThrow().names(), some.ensemble())),
                cost.log(),
                costAlone.log(),
                length.log(),
                lengthAlone.log(),
                perDollar);
        var gain = GainOverHull.of(
                full.unseen(), cost.unseen(), table.quality(), table.costUsd(), perDollar, options.seed);
        return new Trained(snapshot, reasons(full, table, told.map(EnsembleFit.Fitted::together), gain));
    }

    private static Reasons reasons(
            EnsembleFit.Fitted full, OutcomeTable table, Optional<Double> told, Optional<GainOverHull> gain) {
        var names = SnapshotFile.memberNames(full.ensemble());
        var members = IntStream.range(0, names.size())
                .mapToObj(i -> new Reasons.Member(names.get(i), full.ensemble().weights()[i], full.alone()[i]))
                .toList();
        double error = CalibrationFit.error(full.unseen(), table.quality());
        return new Reasons(members, full.together(), error, told, gain);
    }

    private static Features[] features(Inputs inputs, Standardiser standardiser) {
        return IntStream.range(0, inputs.size())
                .mapToObj(row -> Features.of(inputs.embeddings()[row], standardiser.of(inputs.lexical()[row])))
                .toArray(Features[]::new);
    }

    private static SnapshotOrigin about(OutcomeTable table, Encoder encoder, Options options) {
        int[] rows = IntStream.range(0, table.size()).toArray();
        double[] costs = RidgeFit.means(table.costUsd(), rows);
        for (int model = 0; model < costs.length; model++) {
            int place = model;
            if (Arrays.stream(table.costUsd()).allMatch(row -> Double.isNaN(row[place]))) costs[model] = Double.NaN;
        }
        return new SnapshotOrigin(
                table.models(),
                encoder.id(),
                encoder.dimensions(),
                table.name(),
                table.size(),
                table.outcomes(),
                options.seed,
                options.createdAt,
                options.qualitySource,
                RidgeFit.means(table.quality(), rows),
                costs);
    }
}
