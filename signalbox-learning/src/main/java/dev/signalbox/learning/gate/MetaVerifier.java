package dev.signalbox.learning.gate;

import dev.signalbox.plan.Plan.Verify;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What a model's word on its own answer is worth: AutoMix's meta-verifier (Madaan et al., arXiv 2310.12963), as a
/// table. A query is in one of three states that nobody sees. What is seen is `verified`, in bins; how often each bin
/// comes in each state is counted, every count being one more than it is (Laplace), so that nothing is impossible.
///
/// Its point is the third state: where neither model is right, the strong one's price buys nothing, and the cheap
/// answer is given, marked. So doubt does not always escalate: a bin of the lowest `verified` is often hopeless.
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
    public record VerifierRow(double verified, boolean cheapRight, boolean strongRight) {
        public VerifierRow {
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
    public static MetaVerifier fit(List<VerifierRow> rows, int bins) {
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

    /// What to do at this `verified`: escalate what is [State#NEEDY], accept what is [State#GOOD], and give up what is
    /// [State#HOPELESS].
    ///
    /// @param worth the gain in quality, in the mean, from which on the strong model is worth its price, 0..1
    public State treatedAs(double verified, double worth) {
        return treatedAs(bin(verified), worth);
    }

    private State treatedAs(int bin, double worth) {
        if (probability(State.NEEDY, bin) >= worth) return State.NEEDY;
        return probability(State.GOOD, bin) >= probability(State.HOPELESS, bin) ? State.GOOD : State.HOPELESS;
    }

    /// Adjacent bins that are treated alike.
    ///
    /// @param from the least `verified`
    /// @param to where the next band begins, or 1 where it is the last
    public record Band(State state, double from, double to) {
        /// As a condition is written in settings.
        private String written() {
            var least = "%s >= %s".formatted(Verify.VERIFIED.name(), from);
            if (to == 1) return least;
            var below = "%s < %s".formatted(Verify.VERIFIED.name(), to);
            return from == 0 ? below : "(%s && %s)".formatted(least, below);
        }
    }

    /// The bands from 0 to 1.
    public List<Band> bands(double worth) {
        var bands = new ArrayList<Band>();
        for (int from = 0, to; from < bins; from = to) {
            var state = treatedAs(from, worth);
            to = from + 1;
            while (to < bins && treatedAs(to, worth) == state) to++;
            bands.add(new Band(state, (double) from / bins, (double) to / bins));
        }
        return bands;
    }

    /// Where queries are treated as this state, as a condition is written in settings. It is unknown where nothing was
    /// verified, unless it never holds.
    public String condition(State state, double worth) {
        var bands = bands(worth).stream().filter(band -> band.state() == state).toList();
        return bands.isEmpty() ? "false" : bands.stream().map(Band::written).collect(Collectors.joining(" || "));
    }

    private int bin(double verified) {
        int bin = Math.min(bins - 1, (int) (verified * bins));
        // The bounds of the condition decide, also where a product rounds the other way.
        if (bin + 1 < bins && verified >= (double) (bin + 1) / bins) return bin + 1;
        return verified < (double) bin / bins ? bin - 1 : bin;
    }
}
