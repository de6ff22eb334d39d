package dev.signalbox.learning.gate;

import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.All;
import dev.signalbox.signal.Condition.Any;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a model's word on its own answer is worth: AutoMix's meta-verifier (Madaan et al., arXiv 2310.12963), as a
/// table. A query is in one of three states that nobody sees. What is seen is `verified`, in bins; how often each bin
/// comes in each state is counted, every count being one more than it is (Laplace), so that nothing is impossible.
///
/// Its point is the third state: where neither model is right, the strong one's price buys nothing, and the cheap
/// answer is kept. So doubt does not always escalate: a bin of the lowest `verified` is often hopeless.
public final class MetaVerifier {
    /// How a query stands.
    public enum State {
        /// The cheap model is wrong and the strong one right: what it costs is well spent.
        NEEDY,
        /// The cheap model is right.
        GOOD,
        /// Both are wrong.
        HOPELESS
    }

    /// A query of which all is known.
    ///
    /// @param verified 0..1
    public record Row(double verified, boolean cheapRight, boolean strongRight) {
        public Row {
            if (!(verified >= 0 && verified <= 1)) {
                throw new IllegalArgumentException("`verified` must lie in 0..1, not be " + verified);
            }
        }

        public State state() {
            if (cheapRight) return State.GOOD;
            return strongRight ? State.NEEDY : State.HOPELESS;
        }
    }

    private final int bins;
    private final int[][] counts;

    private MetaVerifier(int bins) {
        this.bins = bins;
        this.counts = new int[State.values().length][bins];
    }

    /// @param bins into how many bins of equal width `verified` is put; more than samples are asked for tell nothing
    /// more
    public static MetaVerifier fit(List<Row> rows, int bins) {
        if (bins < 1) throw new IllegalArgumentException("a meta-verifier needs at least one bin, not " + bins);
        var fitted = new MetaVerifier(bins);
        for (var row : rows) fitted.counts[row.state().ordinal()][fitted.bin(row.verified())]++;
        return fitted;
    }

    /// How likely the state is at this `verified`.
    public double probability(State state, double verified) {
        return probability(state, bin(verified));
    }

    private double probability(State state, int bin) {
        double all = 0;
        for (var each : State.values()) all += weight(each, bin);
        return weight(state, bin) / all;
    }

    /// Proportional to the probability of state and bin together.
    private double weight(State state, int bin) {
        int inState = Arrays.stream(counts[state.ordinal()]).sum();
        return (counts[state.ordinal()][bin] + 1.0) / (inState + bins) * (inState + 1);
    }

    /// Holds where the cheap answer shall be kept: where asking the strong model gains less in quality, in the mean,
    /// than it is worth. Unknown where nothing was verified.
    ///
    /// @param worth the gain from which on the strong model is worth its price, 0..1
    public Condition keep(double worth) {
        var kept = new ArrayList<Condition>();
        for (int from = 0; from < bins; from++) {
            if (!keeps(from, worth)) continue;
            int to = from + 1;
            while (to < bins && keeps(to, worth)) to++;
            kept.add(between(from, to));
            from = to;
        }
        return kept.size() == 1 ? kept.getFirst() : new Any(kept);
    }

    private boolean keeps(int bin, double worth) {
        return probability(State.NEEDY, bin) < worth;
    }

    private Condition between(int from, int to) {
        var above = new Compares(Verify.VERIFIED, Comparison.AT_LEAST, (double) from / bins);
        if (to == bins) return above;
        return new All(List.of(above, new Compares(Verify.VERIFIED, Comparison.BELOW, (double) to / bins)));
    }

    private int bin(double verified) {
        int bin = Math.min(bins - 1, (int) (verified * bins));
        // The bounds of the condition decide, also where a product rounds the other way.
        if (bin + 1 < bins && verified >= (double) (bin + 1) / bins) return bin + 1;
        return verified < (double) bin / bins ? bin - 1 : bin;
    }
}
