package dev.signalbox.standard.sensor;

/// Marks of form that can be looked for in any text: JSON, tables, links. Pure functions; each reads the text once.
final class TextForm {
    private static final int KEY_CHARS_MAX = 80;
    private static final int TABLE_ROWS = 2;
    private static final int TABLE_BARS = 2;

    private TextForm() {}

    /// An object with at least one key.
    static boolean hasJson(String text) {
        for (int brace = text.indexOf('{'); brace >= 0; brace = text.indexOf('{', brace + 1)) {
            int quote = skipBlanks(text, brace + 1);
            if (!at(text, quote, '"')) continue;
            int end = text.indexOf('"', quote + 1, Math.min(text.length(), quote + 1 + KEY_CHARS_MAX));
            if (end > quote && at(text, skipBlanks(text, end + 1), ':')) return true;
        }
        return false;
    }

    static boolean hasUrl(String text) {
        int at = text.indexOf("://");
        while (at >= 0) {
            if (at >= 4 && (text.startsWith("http", at - 4) || text.startsWith("https", at - 5))) return true;
            at = text.indexOf("://", at + 3);
        }
        return text.contains("www.");
    }

    /// Two lines in a row of which each has two bars or two tabs.
    static boolean hasTable(String text) {
        return hasRows(text, '|') || hasRows(text, '\t') || text.contains("<table");
    }

    private static boolean hasRows(String text, char separator) {
        int rows = 0;
        int lineEnd = -1;
        int inLine = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
            if (at > lineEnd) {
                int begin = lineEnd + 1;
                boolean follows = inLine >= TABLE_BARS && text.indexOf('\n', begin, at) < 0;
                if (!follows) rows = 0;
                inLine = 0;
                int newline = text.indexOf('\n', at);
                lineEnd = newline < 0 ? text.length() : newline;
            }
            // A tab that only indents is no column.
            if (separator == '|' || (at > 0 && text.charAt(at - 1) > ' ')) inLine++;
            if (inLine == TABLE_BARS && ++rows == TABLE_ROWS) return true;
        }
        return false;
    }

    private static boolean at(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) <= ' ') at++;
        return at;
    }
}
