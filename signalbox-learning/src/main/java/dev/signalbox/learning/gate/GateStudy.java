package dev.signalbox.learning.gate;

import dev.signalbox.learning.table.OutcomeTable;
import dev.signalbox.learning.table.OutcomeTableException;
import dev.signalbox.learning.table.Split;
import dev.signalbox.learning.train.Inputs;
import dev.signalbox.learning.train.Progress;
import dev.signalbox.learning.train.Trainer;
import dev.signalbox.signal.Encoder;
import dev.signalbox.standard.quality.Features;
import dev.signalbox.standard.quality.Snapshot;
import java.util.List;
import java.util.stream.IntStream;

/// Learns which queries may stay with a cheap model, fits gates and checks them, each on a part of its own:
/// four tenths of the questions to learn the score, three tenths to fit the gates, three tenths to check them.
/// The promises hold only since no question is in two parts.
///
/// @param snapshot that gives the score
/// @param calibrated the trials that gates are fitted to
/// @param held the trials to check gates on
public record GateStudy(Snapshot snapshot, List<GateTrial> calibrated, List<GateTrial> held) {
    private static final double NOT_LEARNT = 0.6;
    private static final double HELD_OF_THOSE = 0.5;

    public GateStudy {
        calibrated = List.copyOf(calibrated);
        held = List.copyOf(held);
    }

    /// @param table with both models
    /// @throws OutcomeTableException if the parts would be too small
    public static GateStudy of(
            OutcomeTable table,
            String cheap,
            String strong,
            Encoder encoder,
            Trainer.Options options,
            Progress progress) {
        var pair = Trainer.usable(table.of(List.of(cheap, strong)));
        var split = Split.of(pair, NOT_LEARNT, options.seed());
        var rest = Split.of(split.test(), HELD_OF_THOSE, options.seed());
        var snapshot = Trainer.train(split.train(), encoder, options, progress);
        var calibrated = trials(rest.train(), cheap, strong, snapshot, encoder, options, progress);
        var held = trials(rest.test(), cheap, strong, snapshot, encoder, options, progress);
        if (calibrated.isEmpty() || held.isEmpty()) {
            throw new OutcomeTableException(
                    "the table `%s` has too few queries with a text and a quality of both `%s` and `%s`"
                            .formatted(table.name(), cheap, strong));
        }
        return new GateStudy(snapshot, calibrated, held);
    }

    private static List<GateTrial> trials(
            OutcomeTable table,
            String cheap,
            String strong,
            Snapshot snapshot,
            Encoder encoder,
            Trainer.Options options,
            Progress progress) {
        var inputs = Inputs.of(table, encoder, options.lexical(), progress);
        double[] scores = IntStream.range(0, inputs.size())
                .parallel()
                .mapToDouble(row -> keep(snapshot, inputs, row, cheap, strong))
                .toArray();
        return GateTrial.of(table, cheap, strong, scores);
    }

    /// The score as [dev.signalbox.standard.gate.KeepSensor] gives it.
    private static double keep(Snapshot snapshot, Inputs inputs, int row, String cheap, String strong) {
        var models = snapshot.about().models();
        var features = Features.of(inputs.embeddings()[row], snapshot.lexical().of(inputs.lexical()[row]));
        double[] scores = snapshot.quality().scores(features);
        return snapshot.quality().belief(models.indexOf(cheap), scores).mean()
                - snapshot.quality().belief(models.indexOf(strong), scores).mean();
    }
}
