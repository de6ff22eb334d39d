package dev.signalbox.chat;

/// Where a text may end and still reads well: after a sentence, and after a line.
public final class TextEnd {
    private TextEnd() {}

    /// Whether a text may end after its last character.
    ///
    /// @param beforeLast the one before, a line's end where there is none
    /// @param next what would follow
    public static boolean isBetween(char beforeLast, char last, char next) {
        if (last == '\n') return true;
        return isStop(last) && Character.isWhitespace(next) || Character.isWhitespace(last) && isStop(beforeLast);
    }

    /// Whether sentences end with this.
    public static boolean isStop(char c) {
        return switch (c) {
            case '.', '!', '?', ':', '…', '。', '！', '？', '।', '؟' -> true;
            default -> false;
        };
    }
}
