package dev.signalbox.standard.monitor;

/// What models put around JSON and mending takes off again: a byte order mark, blanks, and a code fence. Tells,
/// character by character, what is JSON. Not thread-safe.
final class JsonFrame {
    private static final int FENCE = 3;
    /// As long as `jsonc` and some blanks.
    private static final int TAG_CHARS = 12;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private enum State {
        BEFORE,
        TAG,
        INSIDE,
        BEHIND
    }

    private State state = State.BEFORE;
    private int ticks;
    private int tag;
    private boolean marked;

    /// Whether the character is of the JSON; false where it is of the frame.
    ///
    /// @param whole whether the JSON before it is whole, so that a fence may close
    boolean reads(char c, boolean whole) {
        return switch (state) {
            case BEFORE -> before(c);
            case TAG -> tag(c);
            case INSIDE -> inside(c, whole);
            case BEHIND -> false;
        };
    }

    private boolean before(char c) {
        if (c == BYTE_ORDER_MARK && ticks == 0) {
            marked = true;
            return false;
        }
        if (Character.isWhitespace(c) && ticks == 0) return false;
        if (c == '`') {
            if (++ticks == FENCE) state = State.TAG;
            return false;
        }
        state = State.INSIDE;
        return true;
    }

    private boolean tag(char c) {
        if (c == '\n') {
            state = State.INSIDE;
            return false;
        }
        if (++tag <= TAG_CHARS && (Character.isLetterOrDigit(c) || c == ' ' || c == '\r')) return false;
        state = State.INSIDE;
        return true;
    }

    private boolean inside(char c, boolean whole) {
        if (!isFenced() || !whole || c != '`') return true;
        // What a model says after it is left out, too.
        state = State.BEHIND;
        return false;
    }

    /// Whether a fence opened before the JSON.
    boolean isFenced() {
        return ticks >= FENCE;
    }

    /// Whether it began like a fence and is none.
    boolean isBroken() {
        return state == State.INSIDE && ticks > 0 && ticks < FENCE;
    }

    /// Whether there is something to take off that a reader of JSON would not.
    boolean isThere() {
        return isFenced() || marked;
    }
}
