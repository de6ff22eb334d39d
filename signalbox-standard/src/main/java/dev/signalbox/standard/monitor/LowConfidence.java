package dev.signalbox.standard.monitor;

import dev.signalbox.chat.Chunk.Delta;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Monitor;
import dev.signalbox.signal.Signals;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a model is guessing: the mean log-probability of what it said last is low. Says nothing of a model whose
/// provider does not tell, and nothing before there is enough to take a mean of.
public final class LowConfidence implements Monitor {
    public static final String NAME = "low_confidence";

    /// Some servers send minus infinity, or -9999, for what they do not know.
    private static final double FLOOR = -20;

    private final Options options;

    /// @param deltas how many are averaged; most servers send a token in each
    /// @param logProbabilityMin the lowest mean, a natural logarithm. Models differ in what is usual for them.
    public record Options(int deltas, double logProbabilityMin) {
        /// On the mean a token of one in twelve: prose that models are sure of lies near -0.3. Assumed, not measured.
        public static final Options DEFAULT = new Options(32, -2.5);

        public Options {
            if (deltas < 1) throw new IllegalArgumentException("`deltas` must be at least 1, not " + deltas);
            if (!(logProbabilityMin < 0)) {
                throw new IllegalArgumentException(
                        "`logProbabilityMin` must be below 0, as logarithms of probabilities are, not "
                                + logProbabilityMin);
            }
        }
    }

    public LowConfidence(Options options) {
        this.options = options;
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
        return new Watch() {
            private final double[] last = new double[options.deltas()];
            private int heard;
            private double sum;

            @Override
            public @Nullable Finding heard(Delta delta) {
                if (delta.logProbability().isEmpty()) return null;
                double told = Math.max(FLOOR, delta.logProbability().getAsDouble());
                int place = heard++ % last.length;
                sum += told - last[place];
                last[place] = told;
                if (heard < last.length || sum >= options.logProbabilityMin() * last.length) return null;
                return Finding.fail(
                        NAME,
                        Reason.LOW_CONFIDENCE,
                        String.format(
                                Locale.ROOT,
                                "a mean log-probability of %.2f over %d deltas",
                                sum / last.length,
                                last.length));
            }
        };
    }
}
