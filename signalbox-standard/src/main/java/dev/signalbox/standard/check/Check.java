package dev.signalbox.standard.check;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Signals;

/// Looks at one thing about an answer that is whole, and says what it found. Thread-safe.
///
/// A check looks at the answer's first choice. It fails only what it can show to be wrong: where it does not apply, or
/// lacks what it needs, it says UNKNOWN.
public interface Check {
    /// Names the check in settings, in its finding and in its flag `check_NAME`.
    String name();

    /// @param known what the sensors said of the request and of the answer so far
    Finding of(Request request, Answer answer, Signals known);

    /// True where the check waits for something outside, such as a process.
    default boolean waits() {
        return false;
    }
}
