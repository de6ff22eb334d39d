package dev.signalbox.learning.gate;

import dev.signalbox.standard.gate.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What a gate does on trials that it was not fitted to.
///
/// @param group empty for all trials
/// @param risk the mean loss over all trials, kept or not
/// @param riskLow and `riskHigh` enclose the true risk with 95 % confidence
/// @param escalated the share of trials that go to the strong model
public record GateCheck(
        Optional<String> group, int trials, double risk, double riskLow, double riskHigh, double escalated) {
    private static final double TAIL = 0.025;

    /// All trials.
    ///
    /// @param trials at least one
    public static GateCheck of(Gate gate, List<GateTrial> trials) {
        return of(Optional.empty(), gate, trials);
    }

    /// One check a group, by name; trials without a group are left out.
    public static List<GateCheck> byGroup(Gate gate, List<GateTrial> trials) {
        var groups = new TreeMap<String, List<GateTrial>>();
        for (var trial : trials) {
            trial.group().ifPresent(label -> groups.computeIfAbsent(label, _ -> new ArrayList<>())
                    .add(trial));
        }
        var checks = new ArrayList<GateCheck>();
        groups.forEach((label, own) -> checks.add(of(Optional.of(label), gate, own)));
        return checks;
    }

    /// How often the gate keeps queries that the cheap model answers well, and those that it doesn't.
    public static Accepted accepted(Gate gate, List<GateTrial> trials) {
        return Accepted.of(trials, GateTrial::right, trial -> keeps(gate, trial));
    }

    private static boolean keeps(Gate gate, GateTrial trial) {
        return trial.score() > gate.bound(trial.group());
    }

    private static GateCheck of(Optional<String> group, Gate gate, List<GateTrial> trials) {
        if (trials.isEmpty()) throw new IllegalArgumentException("a gate needs trials to be checked on");
        double lost = 0;
        int kept = 0;
        for (var trial : trials) {
            if (!keeps(gate, trial)) continue;
            kept++;
            lost += trial.loss();
        }
        int n = trials.size();
        // Exact for losses of 0 and 1; of graded losses the variance is smaller, so the interval is wide enough.
        double low = 1 - Binomial.upper((int) Math.ceil(n - lost), n, TAIL);
        double high = Binomial.upper((int) Math.ceil(lost), n, TAIL);
        return new GateCheck(group, n, lost / n, low, high, 1 - (double) kept / n);
    }
}
