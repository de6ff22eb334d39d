package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Sink;
import dev.signalbox.plan.Plan.Stage;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.run.Verdicts.AnswerVerdict;
import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signal;
import dev.signalbox.signal.Signals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Repairs an answer part by part: what is good of it stays, what failed is asked of the next stage, and the parts are
/// put together again in their order. They must fit each other and pass the checks as a whole; where they do not twice,
/// the parts are given up, and the whole is to be asked again.
///
/// Only one level: a part is not taken apart again. Every part is a call of its own, so that no model's reply has to be
/// taken apart by guessing.
record PartRepair(Carrying plans, Verdicts verdicts) {
    private static final int ROUNDS = 2;

    /// An answer out of the parts of several, and what became of it.
    record Patched(Result result, AnswerVerdict answerVerdict) {}

    /// @param answerVerdict what the checks held against the whole
    /// @param later the stages that may be asked, at least one
    /// @return empty where the failure is not in some of several parts
    Optional<Patched> patch(Result failed, AnswerVerdict answerVerdict, List<Stage> later, Execution execution)
            throws ProviderException, InterruptedException {
        var pieces = AnswerParts.of(failed.answer());
        if (pieces.size() < 2 || failed.model().isEmpty()) return Optional.empty();
        var work = new Work(pieces, failed, execution);
        var faults = work.faults(answerVerdict.failures(), Map.of());
        if (faults.size() == pieces.size()) return Optional.empty();
        @Nullable Patched patched = null;
        for (int round = 0; round < ROUNDS && !faults.isEmpty(); round++) {
            var stage = later.get(Math.min(round, later.size() - 1));
            work.ask(stage, faults);
            var misfits = PartConsistency.of(work.pieces, execution.request());
            patched = work.judged(stage, misfits);
            if (patched.answerVerdict().accepted()) break;
            faults = work.faults(patched.answerVerdict().failures(), misfits);
        }
        return Optional.ofNullable(patched);
    }

    /// The parts of one answer while they are repaired, and whose each is.
    private final class Work {
        private final List<AnswerPart> pieces;
        private final List<String> models;
        private final Execution execution;
        private final Signals known;
        private Answer answer;

        Work(List<AnswerPart> pieces, Result failed, Execution execution) {
            this.pieces = new ArrayList<>(pieces);
            this.models = new ArrayList<>(
                    pieces.stream().map(_ -> failed.model().orElseThrow()).toList());
            this.execution = execution;
            this.known = execution.signals().with(failed.signals().all());
            this.answer = failed.answer();
        }

        /// What speaks against which parts.
        Map<Integer, List<Finding>> faults(List<Finding> ofWhole, Map<String, Finding> misfits)
                throws InterruptedException {
            var checks = ofWhole.stream().map(Finding::check).collect(Collectors.toSet());
            var faults = new LinkedHashMap<Integer, List<Finding>>();
            for (int i = 0; i < pieces.size(); i++) {
                var failures = new ArrayList<>(verdicts.ofPart(pieces.get(i), models.get(i), checks, execution));
                Optional.ofNullable(misfits.get(pieces.get(i).name())).ifPresent(failures::add);
                if (!failures.isEmpty()) faults.put(i, failures);
            }
            return faults;
        }

        void ask(Stage stage, Map<Integer, List<Finding>> faults) throws ProviderException, InterruptedException {
            var accepted = new ArrayList<AnswerPart>();
            for (int i = 0; i < pieces.size(); i++) {
                if (!faults.containsKey(i)) accepted.add(pieces.get(i));
            }
            for (var fault : faults.entrySet()) {
                int place = fault.getKey();
                var failed = pieces.get(place);
                var asked = Repair.ofPart(execution, failed, fault.getValue(), accepted);
                var said = plans.carryOut(stage.plan(), asked, Sink.NONE);
                pieces.set(place, failed.saying(said.answer()));
                models.set(place, said.model().orElse(models.get(place)));
                answer = AnswerParts.join(
                        pieces, answer.usage().plus(said.answer().usage()));
            }
        }

        Patched judged(Stage stage, Map<String, Finding> misfits) throws InterruptedException {
            var names = Optional.of(models.stream().distinct().collect(Collectors.joining(", ")));
            var fit = misfits.values().stream()
                    .findFirst()
                    .orElseGet(() -> Finding.pass(PartConsistency.CHECK, Finding.Reason.INCONSISTENT));
            List<Signal<?>> told = List.of(
                    Finding.key(PartConsistency.CHECK).of(fit),
                    Finding.flag(PartConsistency.CHECK).of(!fit.failed()));
            var accept = new Condition.All(
                    List.of(stage.accept(), new Condition.Holds(Finding.flag(PartConsistency.CHECK))));
            var answerVerdict = verdicts.of(answer, names, stage.accepting(accept), execution, known.with(told));
            return new Patched(new Result(answer, names, true, answerVerdict.signals()), answerVerdict);
        }
    }
}
