package dev.signalbox.app;

import dev.signalbox.app.settings.Environment;
import dev.signalbox.chat.SteadyTime;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// What comes from outside of the program, handed in so that a test can bring its own.
///
/// @param clock the wall clock, with steady time beside it
/// @param random 64 bits of chance, each time others: for ids and for the seeds of decisions
public record SystemContext(Environment environment, InstantSource clock, LongSupplier random) {
    /// The machine's own.
    public static SystemContext ofMachine() {
        return new SystemContext(
                Environment.ofProcess(),
                SteadyTime.of(InstantSource.system(), System::nanoTime),
                new SecureRandom()::nextLong);
    }
}
