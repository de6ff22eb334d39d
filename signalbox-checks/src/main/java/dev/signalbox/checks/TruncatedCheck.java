package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;

/// An answer ends where it was meant to end: nothing cut it off, and its last code block is closed.
final class TruncatedCheck implements Check {
    private static final int TAIL_CHARS = 40;

    @Override
    public String name() {
        return "truncated";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        var finish = answer.finish();
        if (finish == Finish.LENGTH || finish == Finish.CUT) {
            return failed("%s after %s, at %s".formatted(how(finish), tokens(answer), tail(answer.text())));
        }
        var fences = Fences.in(answer.text());
        if (!fences.isEmpty() && !fences.getLast().closed()) {
            int line = Excerpt.line(answer.text(), fences.getLast().start());
            return failed("the code block that opens in line %d is not closed".formatted(line));
        }
        return Finding.pass(name(), Reason.TRUNCATED);
    }

    private Finding failed(String evidence) {
        return Finding.fail(name(), Reason.TRUNCATED, evidence);
    }

    private static String how(Finish finish) {
        return finish == Finish.LENGTH ? "a token limit stopped it" : "it was cut off";
    }

    private static String tokens(Answer answer) {
        int tokens = answer.usage().outputTokens();
        return tokens > 0 ? tokens + " tokens" : answer.text().length() + " characters";
    }

    private static String tail(String text) {
        return Excerpt.of(text.substring(Math.max(0, text.length() - TAIL_CHARS)));
    }
}
