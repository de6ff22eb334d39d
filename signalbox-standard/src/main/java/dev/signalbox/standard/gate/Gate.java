package dev.signalbox.standard.gate;

import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.All;
import dev.signalbox.signal.Condition.Any;
import dev.signalbox.signal.Condition.Compares;
import dev.signalbox.signal.Condition.Compares.Comparison;
import dev.signalbox.signal.Condition.Is;
import dev.signalbox.signal.SignalKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// When a query may stay with the cheap model: where its score lies above a bound. Everything else escalates.
///
/// A bound of plus infinity keeps nothing, one of minus infinity keeps every query that has a score. The
/// comparison is strict, since the promise of conformal risk control asks for a loss that is continuous from the
/// right.
public sealed interface Gate {
    SignalKey<Double> score();

    /// The bound for a query of this group; plus infinity for a group that the gate was not fitted on.
    double bound(Optional<String> group);

    /// What a cascade's first stage accepts. An unknown score or group makes it UNKNOWN, which accepts nothing.
    Condition accept();

    /// [#accept] as people write conditions in settings.
    String expression();

    /// One bound for all queries.
    record One(SignalKey<Double> score, double bound) implements Gate {
        public One {
            requireNumber(bound);
        }

        @Override
        public double bound(Optional<String> group) {
            return bound;
        }

        @Override
        public Condition accept() {
            return above(score, bound);
        }

        @Override
        public String expression() {
            return text(score, bound);
        }
    }

    /// A bound a group. A group that is not named here was never measured, so nothing is promised and all
    /// escalates.
    ///
    /// @param bounds by the group's label
    record ByGroup(SignalKey<Double> score, SignalKey<String> group, SortedMap<String, Double> bounds) implements Gate {
        public ByGroup {
            bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
            bounds.values().forEach(Gate::requireNumber);
        }

        @Override
        public double bound(Optional<String> label) {
            return label.map(bounds::get).orElse(Double.POSITIVE_INFINITY);
        }

        @Override
        public Condition accept() {
            var cases = new ArrayList<Condition>();
            bounds.forEach((label, bound) -> cases.add(new All(List.of(new Is(group, label), above(score, bound)))));
            return new Any(cases);
        }

        @Override
        public String expression() {
            var cases = bounds.entrySet().stream()
                    .filter(entry -> entry.getValue() < Double.POSITIVE_INFINITY)
                    .map(this::text)
                    .collect(Collectors.joining(" || "));
            return cases.isEmpty() ? "false" : cases;
        }

        private String text(Map.Entry<String, Double> entry) {
            var label = entry.getKey().replace("\\", "\\\\").replace("\"", "\\\"");
            return "(%s == \"%s\" && %s)".formatted(group.name(), label, Gate.text(score, entry.getValue()));
        }
    }

    private static Condition above(SignalKey<Double> score, double bound) {
        return new Compares(score, Comparison.ABOVE, bound);
    }

    private static String text(SignalKey<Double> score, double bound) {
        if (bound == Double.POSITIVE_INFINITY) return "false";
        // Scores have no CEL literal for infinity, and the least double is below every score that is finite.
        double written = Math.max(bound, -Double.MAX_VALUE);
        return "%s > %s".formatted(score.name(), Double.toString(written).toLowerCase(Locale.ROOT));
    }

    private static void requireNumber(double bound) {
        if (Double.isNaN(bound)) throw new IllegalArgumentException("a gate's bound must be a number");
    }
}
