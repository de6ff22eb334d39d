package dev.signalbox.run;

import dev.signalbox.estimate.Belief;
import dev.signalbox.plan.Acceptance;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Verdict;
import java.util.List;

/// What an answer's quality is believed to be once checks have looked at it, by Bayes' rule and
/// what the checks' word is worth. Checks do not err independently, so all passes together count as
/// one, and so do all failures; and what has been seen halves the doubt. A check that cannot tell
/// changes nothing.
final class PosteriorQuality {
    private PosteriorQuality() {}

    static Belief of(Belief before, List<Finding> findings, Acceptance accepts) {
        boolean passed = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.PASS);
        boolean failed = findings.stream().anyMatch(Finding::failed);
        if (!before.known() || !(passed || failed)) return before;
        return new Belief(accepts.inHindsight(before.mean(), !failed), before.deviation() / 2);
    }
}
