package dev.signalbox.learning.gate;

import java.util.Arrays;
import java.util.List;

/// What a gate promises of the quality that it loses against always asking the strong model, and the bound that
/// keeps the promise. Both need queries to come as the calibration queries came; neither assumes anything of
/// the score.
public sealed interface GateGuarantee {
    /// The mean loss over all queries (kept or not) that must not be exceeded, between 0 and 1.
    double risk();

    /// The fewest trials with which anything can be kept, lossless as they may be.
    int trialsMin();

    /// The same for one of several groups at once.
    GateGuarantee forOneOf(int groups);

    /// The lowest bound that keeps the promise; plus infinity where no bound does.
    ///
    /// Bounds lie at scores, since between two scores nothing changes. The cheap model keeps what is above.
    double bound(List<GateTrial> trials);

    /// In the mean over calibrations the loss is at most `risk`; one gate may lose more. Conformal risk control
    /// (Angelopoulos et al. 2022, arXiv 2208.02814): the lowest bound with `(n · loss + 1) / (n + 1) ≤ risk`.
    record OnAverage(double risk) implements GateGuarantee {
        public OnAverage {
            requireShare("risk", risk);
        }

        @Override
        public int trialsMin() {
            return (int) Math.ceil(1 / risk - 1e-9) - 1;
        }

        @Override
        public OnAverage forOneOf(int groups) {
            return this;
        }

        @Override
        public double bound(List<GateTrial> trials) {
            int n = trials.size();
            return lowest(trials, lost -> (lost + 1) / (n + 1) <= risk);
        }
    }

    /// With probability `confidence` over calibrations the loss is at most `risk`. Fixed-sequence testing from
    /// the safest bound on (Angelopoulos et al. 2021, "Learn then test", arXiv 2110.01052): by the exact test
    /// of Clopper and Pearson where every loss is 0 or 1, else by the test of Hoeffding and Bentkus.
    record WithConfidence(double risk, double confidence) implements GateGuarantee {
        public WithConfidence {
            requireShare("risk", risk);
            requireShare("confidence", confidence);
        }

        @Override
        public int trialsMin() {
            return (int) Math.ceil(Math.log(1 - confidence) / Math.log1p(-risk) - 1e-9);
        }

        /// Each group gets its share of the doubt, so that all hold at once.
        @Override
        public WithConfidence forOneOf(int groups) {
            return new WithConfidence(risk, 1 - (1 - confidence) / groups);
        }

        @Override
        public double bound(List<GateTrial> trials) {
            int n = trials.size();
            double doubt = 1 - confidence;
            boolean whole = trials.stream().allMatch(trial -> trial.loss() == 0 || trial.loss() == 1);
            return lowest(
                    trials,
                    lost -> (whole
                                    ? Binomial.atMost((int) Math.round(lost), n, risk)
                                    : Binomial.hoeffdingBentkus(lost / n, n, risk))
                            <= doubt);
        }
    }

    /// Whether a sum of losses over all trials keeps the promise.
    interface Test {
        boolean passes(double lost);
    }

    /// Lowers the bound from above the highest score on and stops at the first sum of losses that fails.
    private static double lowest(List<GateTrial> trials, Test test) {
        var sorted = trials.toArray(GateTrial[]::new);
        Arrays.sort(sorted, (one, other) -> Double.compare(other.score(), one.score()));
        double bound = Double.POSITIVE_INFINITY;
        double lost = 0;
        for (int from = 0; test.passes(lost); ) {
            if (from == sorted.length) return Double.NEGATIVE_INFINITY;
            // Equal scores stand or fall together. The next score is the bound while it is not kept itself.
            bound = sorted[from].score();
            for (; from < sorted.length && sorted[from].score() == bound; from++) lost += sorted[from].loss();
        }
        return bound;
    }

    private static void requireShare(String name, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("`%s` must lie between 0 and 1, not be %s".formatted(name, share));
        }
    }
}
