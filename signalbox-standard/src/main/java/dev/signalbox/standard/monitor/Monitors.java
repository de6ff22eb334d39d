package dev.signalbox.standard.monitor;

import dev.signalbox.signal.Monitor;
import java.util.List;

/// The monitors that need no settings, as they usually are.
public final class Monitors {
    private Monitors() {}

    public static List<Monitor> usual() {
        return List.of(
                new JsonOpening(),
                new JsonValid(),
                new SchemaSoFar(),
                new TemplateLeak(),
                new LanguageDrift(),
                new RefusalOpening(),
                new Repetition(Repetition.Options.DEFAULT),
                new UnknownTool(),
                new Stall(Stall.Options.DEFAULT),
                new TooLong(TooLong.Options.DEFAULT),
                new LowConfidence(LowConfidence.Options.DEFAULT));
    }
}
