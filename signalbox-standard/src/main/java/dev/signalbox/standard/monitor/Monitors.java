package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import dev.signalbox.standard.estimate.Habits;
import java.util.List;

/// The monitors that come in the box.
public final class Monitors {
    private Monitors() {}

    /// As they usually are, of models of which nothing was observed.
    public static List<Monitor> usual() {
        return usual(new Habits());
    }

    /// As they usually are.
    ///
    /// @param habits what is usual of the models that answer
    public static List<Monitor> usual(Habits habits) {
        return of(Stall.Options.DEFAULT, TooLong.Options.DEFAULT, LowConfidence.Options.DEFAULT, habits);
    }

    /// @param habits what is usual of the models that answer
    public static List<Monitor> of(
            Stall.Options silence, TooLong.Options length, LowConfidence.Options confidence, Habits habits) {
        return List.of(
                new JsonOpening(),
                new JsonValid(),
                new SchemaSoFar(),
                new TemplateLeak(),
                new LanguageDrift(),
                new RefusalOpening(),
                new Repetition(Repetition.Options.DEFAULT),
                new UnknownTool(),
                new Stall(silence, habits),
                new TooLong(length),
                new LowConfidence(confidence, habits));
    }
}
