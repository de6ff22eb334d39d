package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.ModelStats;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Whether a model has fallen silent: before its first word, or between two. It is where it is silent for longer than
/// 99 % of its streams are at all, as far as was observed; at the latest after what was set. A plain answer, which
/// comes whole, has only the latter.
public final class StallMonitor implements Monitor {
    public static final String NAME = "stall";

    /// Who is silent for less has merely been held up on the way.
    static final Duration FIRST_LEAST = Duration.ofSeconds(1);

    static final Duration BETWEEN_LEAST = Duration.ofMillis(500);

    private final Options options;
    private final ModelStats modelStats;

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

    /// @param modelStats what is usual of the models that answer
    public StallMonitor(Options options, ModelStats modelStats) {
        this.options = options;
        this.modelStats = modelStats;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        var model = request.options().streaming() ? known.get(Monitor.MODEL) : Optional.<String>empty();
        var first = limit(model.map(modelStats::silentFirstMs), FIRST_LEAST, options.first());
        var between = limit(model.map(modelStats::silentBetweenMs), BETWEEN_LEAST, options.between());
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
                var limit = begun ? between : first;
                return since.toMillis() < limit.value()
                        ? null
                        : Finding.fail(
                                NAME,
                                Reason.STALL,
                                String.format(
                                        Locale.ROOT,
                                        "nothing for %,.0f ms (%s)%s",
                                        limit.value(),
                                        limit.origin(),
                                        begun ? "" : ", not a word yet"));
            }
        };
    }

    private static LengthLimit limit(Optional<OptionalDouble> usual, Duration least, Duration set) {
        return LengthLimit.of(usual.orElse(OptionalDouble.empty()), least.toMillis(), set.toMillis());
    }
}
