package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.journal.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.plan.Plan.Verify;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Truth;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Moment;
import dev.signalbox.signal.Signals;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Judges answers: asks the sensors, counts what the checks found, and journals the verdict. Thread-safe.
record Verdicts(Senses senses, Verifier verifier, Journal journal, InstantSource clock) {
    /// What became of an answer, and why.
    ///
    /// @param signals all that is known now
    /// @param findings what the checks said
    record AnswerVerdict(boolean accepted, Signals signals, List<Finding> findings) {
        /// What the checks hold against the answer.
        List<Finding> failures() {
            return findings.stream().filter(Finding::failed).toList();
        }
    }

    /// @param known what was known before, of the request and of the answer
    AnswerVerdict of(Answer answer, Optional<String> model, Stage stage, Execution execution, Signals known)
            throws InterruptedException {
        return of(answer, model, Optional.empty(), stage.accept(), stage.verify(), execution, known);
    }

    /// Without asking a verifier.
    AnswerVerdict of(Answer answer, Optional<String> model, Condition accept, Execution execution, Signals known)
            throws InterruptedException {
        return of(answer, model, Optional.empty(), accept, Optional.empty(), execution, known);
    }

    /// Of an answer that was set right without asking a model.
    AnswerVerdict ofMended(Result result, Stage stage, Execution execution, Signals known) throws InterruptedException {
        var mended = Optional.of(Event.Judged.MENDED);
        return of(result.answer(), result.model(), mended, stage.accept(), stage.verify(), execution, known);
    }

    private AnswerVerdict of(
            Answer answer,
            Optional<String> model,
            Optional<String> part,
            Condition accept,
            Optional<Verify> verify,
            Execution execution,
            Signals known)
            throws InterruptedException {
        var heard = senses.at(new Moment.AnsweredMoment(execution.request(), answer), known);
        var findings = findings(heard);
        var signals = heard.with(List.of(Finding.FAILED.of(
                (double) findings.stream().filter(Finding::failed).count())));
        var truth = accept.holds(signals);
        if (truth == Truth.UNKNOWN && verify.isPresent()) {
            signals = signals.with(verifier.share(answer, verify.get(), execution));
            truth = accept.holds(signals);
        }
        boolean accepted = truth == Truth.YES;
        journal.append(new Event.Judged(execution.request().id(), clock.instant(), model, part, accepted, findings));
        return new AnswerVerdict(accepted, signals, findings);
    }

    /// What the checks hold against one part of an answer by itself.
    ///
    /// @param checks the checks that the whole failed: one that the whole passed does not apply to a part
    List<Finding> ofPart(AnswerPart answerPart, String model, Set<String> checks, Execution execution)
            throws InterruptedException {
        var part = Finding.PART.of(answerPart.kind().name().toLowerCase(Locale.ROOT));
        var heard = senses.at(
                new Moment.AnsweredMoment(execution.request(), answerPart.alone()),
                execution.signals().with(List.of(part)));
        var findings = findings(heard).stream()
                .filter(finding -> checks.contains(finding.check()))
                .toList();
        var failures = findings.stream().filter(Finding::failed).toList();
        journal.append(new Event.Judged(
                execution.request().id(),
                clock.instant(),
                Optional.of(model),
                Optional.of(answerPart.name()),
                failures.isEmpty(),
                findings));
        return failures;
    }

    private static List<Finding> findings(Signals signals) {
        var findings = new ArrayList<Finding>();
        for (var signal : signals.all()) {
            if (signal.value() instanceof Finding finding) findings.add(finding);
        }
        return findings;
    }
}
