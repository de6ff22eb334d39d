package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import dev.signalbox.standard.check.Fences;

/// An answer ends where it was meant to end: nothing cut it off but the client's own token limit, and its last code
/// block is closed.
final class TruncatedCheck implements Check {
    @Override
    public String name() {
        return "truncated";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (Cuts.byClient(request, answer)) {
            return Finding.unknown(name(), Reason.TRUNCATED, "the client's own token limit ended it");
        }
        var finish = answer.finish();
        if (finish == Finish.LENGTH || finish == Finish.CUT) {
            return failed("%s after %s".formatted(how(finish), tokens(answer)));
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
}
