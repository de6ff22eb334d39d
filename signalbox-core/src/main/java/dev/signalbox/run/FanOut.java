package dev.signalbox.run;

import dev.signalbox.chat.Sink;
import dev.signalbox.plan.Plan;
import dev.signalbox.provider.ProviderException;
import dev.signalbox.run.Runner.Carrying;
import dev.signalbox.run.Runner.Result;
import dev.signalbox.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Asks several side by side and hears them all out. Thread-safe.
record FanOut(Carrying plans) {
    /// @param plan who is asked
    /// @param execution what
    record Question(Plan plan, Execution execution) {}

    /// An answer, and its words that the client has not heard yet.
    ///
    /// @param seat the question's place, from 0
    record FanOutMember(int seat, Result result, HeldSink held) {
        /// Lets the client hear it.
        ///
        /// @param learnt what was learnt by comparing it
        Result speak(List<Signal<?>> learnt) throws InterruptedException {
            held.release();
            return new Result(
                    result.answer(),
                    result.model(),
                    result.accepted(),
                    result.signals().with(learnt));
        }
    }

    /// Those who answered, in their order, and why the others did not.
    record FanOutReplies(List<FanOutMember> voices, List<ProviderException> failures) {
        /// The voices, if there are so many.
        ///
        /// @throws ProviderException the last failure, where there are not
        List<FanOutMember> atLeast(int count) throws ProviderException {
            if (voices.size() >= count || failures.isEmpty()) return voices;
            throw failures.getLast();
        }
    }

    FanOutReplies hear(List<Question> questions, Sink sink) throws InterruptedException {
        var voices = new ArrayList<FanOutMember>();
        var failures = new ArrayList<ProviderException>();
        try (var scope = new Scope<Optional<FanOutMember>>()) {
            for (int i = 0; i < questions.size(); i++) {
                int seat = i;
                var question = questions.get(i);
                var held = new HeldSink(sink, true);
                scope.fork(() -> ask(seat, question, held, failures));
            }
            for (var voice : scope.all()) voice.ifPresent(voices::add);
        } catch (ExecutionException failed) {
            throw Scope.bug(failed);
        }
        return new FanOutReplies(voices, failures);
    }

    private Optional<FanOutMember> ask(int seat, Question question, HeldSink held, List<ProviderException> failures)
            throws InterruptedException {
        try {
            return Optional.of(
                    new FanOutMember(seat, plans.carryOut(question.plan(), question.execution(), held), held));
        } catch (ProviderException failed) {
            synchronized (failures) {
                failures.add(failed);
            }
            return Optional.empty();
        }
    }
}
