package dev.signalbox.plan;

import dev.signalbox.signal.Condition;
import dev.signalbox.signal.Condition.Never;
import dev.signalbox.signal.Finding;
import java.time.Duration;
import java.util.Set;

/// How a stage's answer is watched while it is being said. First it is held: what is found wrong then stops the model,
/// and the next stage begins anew without the client having heard a word. Then it is let go, but for a window at its
/// end: what is found wrong there can still be kept from the client, and what happens next is the client's choice
/// ([dev.signalbox.chat.Request.Late]).
///
/// Structured answers and tool calls are held whole; several answers at once, and those with log-probabilities, have no
/// window.
///
/// @param abandon is asked of the flags that failing monitors take down; YES stops the model. Only the monitors that it
///     asks about are at work.
/// @param holdTokens how much is held, in tokens (estimated, four characters to one)
/// @param hold how long it is held, from the first word
/// @param windowChars how much of the end is kept back afterwards
/// @param guards the monitors whose word alone and at once stops the model
public record Watching(Condition abandon, int holdTokens, Duration hold, int windowChars, Set<String> guards) {
    public static final int HOLD_TOKENS = 48;
    public static final Duration HOLD = Duration.ofMillis(600);
    public static final int WINDOW_CHARS = 200;

    /// Everything goes through as it is said.
    public static final Watching NONE = of(new Never());

    public Watching {
        guards = Set.copyOf(guards);
        if (holdTokens < 0 || hold.isNegative() || windowChars < 0) {
            throw new IllegalArgumentException("what is held back cannot be less than nothing");
        }
    }

    public static Watching of(Condition abandon) {
        return new Watching(abandon, HOLD_TOKENS, HOLD, WINDOW_CHARS, Set.of());
    }

    public boolean isNone() {
        return abandon instanceof Never && guards.isEmpty();
    }

    /// Whether this monitor can stop the model.
    public boolean listensTo(String monitor) {
        return guards.contains(monitor) || abandon.asks(Finding.flag(monitor).name());
    }
}
