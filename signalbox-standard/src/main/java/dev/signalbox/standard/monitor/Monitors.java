package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.estimate.ModelStats;
import java.util.List;

/// The monitors that come in the box.
public final class Monitors {
    private Monitors() {}

    /// As they usually are, where nothing was observed.
    public static List<Monitor> usual() {
        return usual(new ModelStats(), new AnswerLengths());
    }

    /// As they usually are.
    ///
    /// @param modelStats what is usual of the models that answer
    /// @param lengths what is usual of the answers
    public static List<Monitor> usual(ModelStats modelStats, AnswerLengths lengths) {
        return of(
                StallMonitor.Options.DEFAULT,
                TooLongMonitor.Options.DEFAULT,
                LowConfidenceMonitor.Options.DEFAULT,
                modelStats,
                lengths);
    }

    /// @param modelStats what is usual of the models that answer
    /// @param lengths what is usual of the answers
    public static List<Monitor> of(
            StallMonitor.Options silence,
            TooLongMonitor.Options length,
            LowConfidenceMonitor.Options confidence,
            ModelStats modelStats,
            AnswerLengths lengths) {
        return List.of(
                new JsonOpeningMonitor(),
                new JsonValidMonitor(),
                new SchemaMonitor(),
                new TemplateLeakMonitor(),
                new LanguageDriftMonitor(),
                new RefusalOpeningMonitor(),
                new RepetitionMonitor(),
                new UnknownToolMonitor(),
                new StallMonitor(silence, modelStats),
                new TooLongMonitor(length, lengths),
                new LowConfidenceMonitor(confidence, modelStats));
    }
}
