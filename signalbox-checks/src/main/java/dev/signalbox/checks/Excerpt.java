package dev.signalbox.checks;

/// Quotes for evidence: short, on one line.
final class Excerpt {
    private static final int CHARS_MAX = 60;

    private Excerpt() {}

    /// The text in backticks, its beginning where it is long.
    static String of(String text) {
        return of(text, CHARS_MAX);
    }

    static String of(String text, int charsMax) {
        var line = text.length() > 2 * charsMax ? text.substring(0, 2 * charsMax) : text;
        line = line.strip().replaceAll("\\s+", " ");
        return line.length() <= charsMax ? "`" + line + "`" : "`" + line.substring(0, end(line, charsMax)) + "…`";
    }

    /// What stands at a place of the text.
    static String at(String text, int offset) {
        int start = Math.clamp(offset, 0, text.length());
        return start == text.length() ? "the end" : of(text.substring(start), 30);
    }

    /// The number of the line, from 1, in which a place of the text lies.
    static int line(String text, int offset) {
        int line = 1;
        for (int at = 0; at < Math.min(offset, text.length()); at++) {
            if (text.charAt(at) == '\n') line++;
        }
        return line;
    }

    private static int end(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
