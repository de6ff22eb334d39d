package dev.signalbox.learning.gate;

import dev.signalbox.signal.SignalKey;
import dev.signalbox.standard.gate.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Fits a [Gate] to trials that neither the score nor anything else was fitted to, and says where it can't keep
/// anything.
///
/// @param gate with the lowest bounds that keep the promise
/// @param parts what was calibrated together: one part, or one a large group and one for the small groups
///     together
public record GateFit(Gate gate, List<GatePart> parts) {
    /// The small groups together, as reports name them.
    public static final String SMALL_GROUPS = "(small groups together)";

    public GateFit {
        parts = List.copyOf(parts);
    }

    /// @param name the group, [#SMALL_GROUPS], or empty where there are no groups
    /// @param trialsMin how many trials are needed to keep anything at all
    public record GatePart(Optional<String> name, int trials, int trialsMin, double bound) {
        /// Whether anything is kept.
        public boolean keeps() {
            return bound < Double.POSITIVE_INFINITY;
        }

        /// Whether there are too few trials for any gate, however good its score.
        public boolean tooFew() {
            return trials < trialsMin;
        }
    }

    /// One bound for all.
    public static GateFit of(List<GateTrial> trials, GateGuarantee promise, SignalKey<Double> score) {
        double bound = promise.bound(trials);
        var part = new GatePart(Optional.empty(), trials.size(), promise.trialsMin(), bound);
        return new GateFit(new Gate.One(score, bound), List.of(part));
    }

    /// A bound a group, so that the promise holds in each (Mondrian conformal prediction, Vovk et al. 2005).
    /// Groups with too few trials are calibrated together: the promise then holds for them together. Trials
    /// without a group are left out, as a gate cannot know which bound is theirs.
    public static GateFit byGroup(
            List<GateTrial> trials, GateGuarantee promise, SignalKey<Double> score, SignalKey<String> group) {
        var groups = new TreeMap<String, List<GateTrial>>();
        for (var trial : trials) {
            trial.group().ifPresent(label -> groups.computeIfAbsent(label, _ -> new ArrayList<>())
                    .add(trial));
        }
        // Counted before the small ones are put together: then the share of doubt depends on no outcome and no merge.
        var each = promise.forOneOf(Math.max(1, groups.size()));
        var bounds = new TreeMap<String, Double>();
        var parts = new ArrayList<GatePart>();
        var small = new TreeMap<String, List<GateTrial>>();
        groups.forEach((label, own) -> {
            if (own.size() < each.trialsMin()) small.put(label, own);
            else bounds.put(label, fit(label, own, each, parts));
        });
        if (!small.isEmpty()) together(small, each, bounds, parts);
        return new GateFit(new Gate.ByGroup(score, group, bounds), parts);
    }

    private static void together(
            SortedMap<String, List<GateTrial>> small,
            GateGuarantee promise,
            SortedMap<String, Double> bounds,
            List<GatePart> parts) {
        var all = small.values().stream().flatMap(List::stream).toList();
        double bound = fit(SMALL_GROUPS, all, promise, parts);
        for (var label : small.keySet()) bounds.put(label, bound);
    }

    private static double fit(String name, List<GateTrial> trials, GateGuarantee promise, List<GatePart> parts) {
        double bound = promise.bound(trials);
        parts.add(new GatePart(Optional.of(name), trials.size(), promise.trialsMin(), bound));
        return bound;
    }
}
