package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether a model has fallen silent: before its first word, or between two.
public final class Stall implements Monitor {
    public static final String NAME = "stall";

    private final Options options;

    /// @param first the longest time to the first word; a model that thinks first needs more
    /// @param between the longest time between two
    public record Options(Duration first, Duration between) {
        public static final Options DEFAULT = new Options(Duration.ofSeconds(30), Duration.ofSeconds(5));

        public Options {
            if (!first.isPositive() || !between.isPositive()) {
                throw new IllegalArgumentException("`first` and `between` must be longer than nothing");
            }
        }
    }

    public Stall(Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        return new Watch() {
            private boolean begun;

            @Override
            public @Nullable Finding heard(Delta delta) {
                // Many servers open a stream with an empty delta at once, and think then.
                if (!delta.text().isEmpty() || !delta.toolCalls().isEmpty()) begun = true;
                return null;
            }

            @Override
            public @Nullable Finding silent(Duration since) {
                var limit = begun ? options.between() : options.first();
                return since.compareTo(limit) < 0
                        ? null
                        : Finding.fail(
                                NAME,
                                Reason.STALL,
                                "nothing for %,d ms%s".formatted(limit.toMillis(), begun ? "" : ", not a word yet"));
            }
        };
    }
}
