package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.standard.estimate.AnswerLengths;
import dev.signalbox.standard.estimate.Habits;
import java.util.List;

/// The monitors that come in the box.
public final class Monitors {
    private Monitors() {}

    /// As they usually are, where nothing was observed.
    public static List<Monitor> usual() {
        return usual(new Habits(), new AnswerLengths());
    }

    /// As they usually are.
    ///
    /// @param habits what is usual of the models that answer
    /// @param lengths what is usual of the answers
    public static List<Monitor> usual(Habits habits, AnswerLengths lengths) {
        return of(Stall.Options.DEFAULT, TooLong.Options.DEFAULT, LowConfidence.Options.DEFAULT, habits, lengths);
    }

    /// @param habits what is usual of the models that answer
    /// @param lengths what is usual of the answers
    public static List<Monitor> of(
            Stall.Options silence,
            TooLong.Options length,
            LowConfidence.Options confidence,
            Habits habits,
            AnswerLengths lengths) {
        return List.of(
                new JsonOpening(),
                new JsonValid(),
                new SchemaSoFar(),
                new TemplateLeak(),
                new LanguageDrift(),
                new RefusalOpening(),
                new Repetition(),
                new UnknownTool(),
                new Stall(silence, habits),
                new TooLong(length, lengths),
                new LowConfidence(confidence, habits));
    }
}
