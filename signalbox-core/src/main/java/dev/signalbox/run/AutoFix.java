package dev.signalbox.run;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import java.util.List;
import java.util.Optional;

/// Sets right, without asking a model, what checks found wrong with an answer. It is the first rung of repair because
/// it costs nothing. Thread-safe.
public interface AutoFix {
    /// @param findings what the checks said of this answer
    /// @return the answer set right; empty where there is nothing that this can set right. Whoever asked lets the
    ///     checks look again.
    Optional<Answer> mend(Request request, Answer answer, List<Finding> findings);
}
