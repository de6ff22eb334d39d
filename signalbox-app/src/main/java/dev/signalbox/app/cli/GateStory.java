package dev.signalbox.app.cli;

import dev.signalbox.learning.gate.GateCheck;
import dev.signalbox.learning.gate.GateFit;
import dev.signalbox.learning.gate.GateGuarantee;
import dev.signalbox.learning.gate.GateStudy;
import dev.signalbox.learning.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Tells people what a gate promises, what it did on the part held back, and where it cannot keep its promise.
record GateStory(GateStudy study, String cheap, String strong) {
    String opening() {
        return """
                The score was learnt from %,d queries, gates are fitted to %,d others and checked on %,d more.
                `keep` is the quality that `%s` is believed to have, less that of `%s`.
                """.formatted(
                        study.snapshot().about().queries(),
                        study.calibrated().size(),
                        study.held().size(),
                        cheap,
                        strong);
    }

    String told(GateGuarantee promise, BiFunction<GateStudy, GateGuarantee, GateFit> fitting) {
        var fit = fitting.apply(study, promise);
        var text = new StringBuilder("\n").append(title(promise)).append('\n');
        var checks = new ArrayList<GateCheck>();
        checks.add(GateCheck.of(fit.gate(), study.held()));
        boolean grouped = fit.parts().stream().anyMatch(part -> part.name().isPresent());
        if (grouped) checks.addAll(GateCheck.byGroup(fit.gate(), study.held()));
        text.append(table(fit, checks).render());
        for (var note : notes(promise, fit, checks))
            text.append("Note: ").append(note).append('\n');
        return text.append("Accept where: ")
                .append(fit.gate().expression())
                .append("\nAs the `accept` of a stage: ")
                .append(GateCheck.accepted(fit.gate(), study.held()).setting())
                .append('\n')
                .toString();
    }

    private static String title(GateGuarantee promise) {
        return switch (promise) {
            case GateGuarantee.OnAverage(double risk) ->
                "Mean loss at most %s in the mean over calibrations (conformal risk control); this one may lose more:"
                        .formatted(percent(risk));
            case GateGuarantee.WithConfidence(double risk, double confidence) ->
                "Mean loss at most %s with confidence %s (fixed-sequence testing):"
                        .formatted(percent(risk), percent(confidence));
        };
    }

    private static TextTable table(GateFit fit, List<GateCheck> checks) {
        var rows = checks.stream()
                .map(check -> List.of(
                        check.group().orElse("all held back"),
                        "%,d".formatted(check.trials()),
                        percent(check.risk()),
                        "%s – %s".formatted(percent(check.riskLow()), percent(check.riskHigh())),
                        percent(check.escalated()),
                        bound(fit, check.group())))
                .toList();
        return new TextTable(
                List.of("queries", "count", "mean loss", "95 % interval", "escalated", "keep above"), rows, false);
    }

    private static String bound(GateFit fit, Optional<String> group) {
        boolean one = fit.parts().stream().allMatch(part -> part.name().isEmpty());
        if (group.isEmpty() && !one) return "by group";
        double bound = fit.gate().bound(group);
        if (bound == Double.POSITIVE_INFINITY) return "nothing";
        return bound == Double.NEGATIVE_INFINITY ? "everything" : "%+.4f".formatted(bound);
    }

    private static List<String> notes(GateGuarantee promise, GateFit fit, List<GateCheck> checks) {
        var notes = new ArrayList<String>();
        for (var part : fit.parts()) {
            var where = part.name().map("in `%s` "::formatted).orElse("");
            if (part.tooFew()) {
                notes.add(
                        ("%sthe promise can be kept only by escalating everything: %,d queries to calibrate on, and this"
                                        + " risk needs %,d or more, however good the score. Bring more outcomes or allow more risk.")
                                .formatted(where, part.trials(), part.trialsMin()));
            } else if (!part.keeps()) {
                notes.add(
                        ("%sthe promise can be kept only by escalating everything: even the queries with the best scores"
                                        + " lose too much. The score does not tell who may stay.")
                                .formatted(where));
            } else if (part.bound() == Double.NEGATIVE_INFINITY) {
                notes.add("%sthe cheap model alone keeps the promise.".formatted(where));
            }
        }
        if (fit.parts().isEmpty()) notes.add("no query has a group, so everything escalates.");
        for (var check : checks) {
            if (check.riskLow() > promise.risk()) {
                notes.add(
                        ("%sthe held-back loss is above the promise, and by more than chance: was the calibration unlucky,"
                                        + " or do these queries come from elsewhere?")
                                .formatted(
                                        check.group().map("in `%s` "::formatted).orElse("")));
            }
        }
        var all = checks.getFirst();
        // What holds on average says nothing of one calibration, so there is nothing to confirm by one check.
        if (promise instanceof GateGuarantee.WithConfidence
                && all.riskLow() <= promise.risk()
                && all.riskHigh() > promise.risk()
                && all.escalated() < 1) {
            notes.add("the held-back part is too small to confirm the promise: its interval reaches above.");
        }
        return notes;
    }

    private static String percent(double share) {
        return "%.1f %%".formatted(100 * share);
    }
}
