package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges answers: asks the sensors, counts what the checks found, and journals the verdict. Thread-safe.
record Verdicts(Senses senses, Journal journal, InstantSource clock) {
    /// What became of an answer, and why.
    ///
    /// @param signals all that is known now
    /// @param failures what the checks hold against it
    record Verdict(boolean accepted, Signals signals, List<Finding> failures) {}

    /// @param known what was known before, of the request and of the answer
    Verdict of(Answer answer, Optional<String> model, Condition accept, Errand errand, Signals known)
            throws InterruptedException {
        var heard = senses.at(new Moment.Answered(errand.request(), answer), known);
        var findings = findings(heard);
        var failures = findings.stream().filter(Finding::failed).toList();
        var signals = heard.with(List.of(Finding.FAILED.of((double) failures.size())));
        boolean accepted = accept.holds(signals) == Truth.YES;
        journal.append(new Event.Judged(errand.request().id(), clock.instant(), model, accepted, findings));
        return new Verdict(accepted, signals, failures);
    }

    private static List<Finding> findings(Signals signals) {
        var findings = new ArrayList<Finding>();
        for (var signal : signals.all()) {
            if (signal.value() instanceof Finding finding) findings.add(finding);
        }
        return findings;
    }
}
