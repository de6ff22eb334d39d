package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Finish;
import dev.signalbox.chat.Request;

/// Who cut an answer off.
final class Cuts {
    /// An estimate of tokens may be so many times too low.
    private static final int ESTIMATE_ERROR = 4;

    private Cuts() {}

    /// True where the client's own token limit ended the answer: it asked for that, and what is missing is no fault of
    /// the model. A model or provider that stops before, by a limit of its own, is at fault.
    static boolean byClient(Request request, Answer answer) {
        var limit = request.options().outputTokensMax();
        if (answer.finish() != Finish.LENGTH || limit.isEmpty()) return false;
        var usage = answer.usage();
        // Where nothing was told of tokens: no text has more of them than characters.
        if (usage.outputTokens() == 0) return answer.text().length() >= limit.getAsInt();
        long most = usage.estimated() ? (long) ESTIMATE_ERROR * usage.outputTokens() : usage.outputTokens() + 1L;
        return most >= limit.getAsInt();
    }
}
