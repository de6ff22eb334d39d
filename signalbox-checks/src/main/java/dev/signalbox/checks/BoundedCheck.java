package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;

/// A check that cannot tell where looking would take too long: a hostile prompt or answer costs milliseconds, and
/// neither stops a request nor fails it.
///
/// @param reason why the check fails answers
record BoundedCheck(Check check, Reason reason) implements Check {
    @Override
    public String name() {
        return check.name();
    }

    @Override
    public boolean waits() {
        return check.waits();
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        try {
            return check.of(request, answer, known);
        } catch (BoundedText.Exhausted | StackOverflowError tooHard) {
            // The JDK's expressions recurse for each repetition of a group, as deep as the text is long.
            return Finding.unknown(name(), reason, "to look takes too long");
        }
    }
}
