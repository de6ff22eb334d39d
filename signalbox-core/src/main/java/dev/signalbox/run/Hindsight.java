package dev.signalbox.run;

import dev.signalbox.estimate.Belief;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import java.util.List;

/// What an answer's quality is believed to be once checks have looked at it. By Bayes' rule with assumed rates, the
/// same for every check: a good answer passes [#GOOD_PASSES] of the time, a bad one [#BAD_PASSES]. Checks do not err
/// independently, so all passes together count as one, and so do all failures; and what has been seen halves the doubt.
/// A check that cannot tell changes nothing.
final class Hindsight {
    static final double GOOD_PASSES = 0.95;
    static final double BAD_PASSES = 0.5;

    private static final double SURE = 0.999;

    private Hindsight() {}

    static Belief of(Belief before, List<Finding> findings) {
        boolean passed = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.PASS);
        boolean failed = findings.stream().anyMatch(Finding::failed);
        if (!before.known() || !(passed || failed)) return before;
        double ratio = failed ? (1 - GOOD_PASSES) / (1 - BAD_PASSES) : GOOD_PASSES / BAD_PASSES;
        double prior = Math.clamp(before.mean(), 1 - SURE, SURE);
        double odds = prior / (1 - prior) * ratio;
        return new Belief(odds / (1 + odds), before.deviation() / 2);
    }
}
