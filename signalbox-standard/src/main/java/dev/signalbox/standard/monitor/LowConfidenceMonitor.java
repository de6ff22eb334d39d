package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.RecentConfidence;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.estimate.ModelStats;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Whether a model is guessing: the mean log-probability of what it said last ([RecentConfidence]) is
/// lower than it gets in 99 % of its streams, as far as was observed, and lower than what was set until
/// enough were. Says nothing of a model whose provider does not tell, and nothing before there is
/// enough to take a mean of.
public final class LowConfidenceMonitor implements Monitor {
    public static final String NAME = "low_confidence";

    /// Who gives its words one chance in *e* on the mean is not guessing, however sure it usually is.
    static final double DOUBT_LEAST = 1;

    private final Options options;
    private final ModelStats modelStats;

    /// @param logProbabilityMin the lowest mean, a natural logarithm, of a model of which too little was observed
    public record Options(double logProbabilityMin) {
        /// On the mean a token of one in twelve: prose that models are sure of lies near -0.3. Assumed, not measured.
        public static final Options DEFAULT = new Options(-2.5);

        public Options {
            if (!(logProbabilityMin < 0)) {
                throw new IllegalArgumentException(
                        "`logProbabilityMin` must be below 0, as logarithms of probabilities are, not "
                                + logProbabilityMin);
            }
        }
    }

    /// @param modelStats what is usual of the models that answer
    public LowConfidenceMonitor(Options options, ModelStats modelStats) {
        this.options = options;
        this.modelStats = modelStats;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean readsConfidence() {
        return true;
    }

    @Override
    public Watch watch(Request request, Signals known) {
        var limit = limit(known.get(Monitor.MODEL));
        return new Watch() {
            private final RecentConfidence confidence = new RecentConfidence();

            @Override
            public @Nullable Finding heard(Delta delta) {
                if (delta.logProbability().isEmpty()) return null;
                double mean = confidence.after(delta.logProbability().getAsDouble());
                // Also where there is no mean yet.
                if (!(mean < limit.value())) return null;
                return Finding.fail(
                        NAME,
                        Reason.LOW_CONFIDENCE,
                        String.format(
                                Locale.ROOT,
                                "a mean log-probability of %.2f over %d deltas, below %.2f (%s)",
                                mean,
                                RecentConfidence.DELTAS,
                                limit.value(),
                                limit.origin()));
            }
        };
    }

    private LengthLimit limit(Optional<String> model) {
        var usual = model.map(modelStats::logProbabilityMin).orElse(OptionalDouble.empty());
        return usual.isPresent()
                ? new LengthLimit(Math.min(-DOUBT_LEAST, usual.getAsDouble()), true)
                : new LengthLimit(options.logProbabilityMin(), false);
    }
}
