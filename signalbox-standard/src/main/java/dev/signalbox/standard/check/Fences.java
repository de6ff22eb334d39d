package dev.signalbox.standard.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The fenced code blocks of a markdown text.
public final class Fences {
    /// One block. `language` is the first word after the opening fence in small letters, empty where there is none.
    ///
    /// @param start where the opening fence's line begins
    /// @param end after the closing fence's line, or the text's end where the block is not closed
    public record Fence(String language, String code, int start, int end, boolean closed) {}

    private Fences() {}

    /// In the order of the text. By CommonMark's rules: a fence is at least three backticks or tildes, indented by at
    /// most three spaces or by a list item's, and is closed by at least as many of the same.
    public static List<Fence> in(String text) {
        if (!text.contains("```") && !text.contains("~~~")) return List.of();
        var fences = new ArrayList<Fence>();
        int at = 0;
        while (at < text.length()) {
            int next = lineEnd(text, at);
            int marks = marks(text, at, next);
            if (marks > 0 && opens(text, at, next, marks)) {
                var fence = fence(text, at, next, marks);
                fences.add(fence);
                next = fence.end();
            }
            at = next;
        }
        return fences;
    }

    /// The only block's code where the text is nothing but that block; otherwise the text.
    public static String unwrap(String text) {
        var stripped = text.strip();
        if (!stripped.startsWith("```") && !stripped.startsWith("~~~")) return text;
        var fences = in(stripped);
        var first = fences.getFirst();
        return first.closed() && first.end() == stripped.length() ? first.code() : text;
    }

    private static Fence fence(String text, int start, int codeStart, int marks) {
        char mark = text.charAt(first(text, start));
        var language = info(text, first(text, start) + marks, codeStart);
        int at = codeStart;
        while (at < text.length()) {
            int next = lineEnd(text, at);
            if (marks(text, at, next) >= marks && text.charAt(first(text, at)) == mark && closes(text, at, next)) {
                return new Fence(language, text.substring(codeStart, at), start, next, true);
            }
            at = next;
        }
        return new Fence(language, text.substring(codeStart), start, text.length(), false);
    }

    /// How many fence marks the line begins with, 0 where it is no fence.
    private static int marks(String text, int start, int end) {
        int at = first(text, start);
        if (at >= end || (text.charAt(at) != '`' && text.charAt(at) != '~')) return 0;
        int count = 0;
        while (at + count < end && text.charAt(at + count) == text.charAt(at)) count++;
        return count >= 3 ? count : 0;
    }

    /// A line with backticks after the fence is a code span in a sentence.
    private static boolean opens(String text, int start, int end, int marks) {
        int at = first(text, start);
        return text.charAt(at) == '~' || text.substring(at + marks, end).indexOf('`') < 0;
    }

    private static boolean closes(String text, int start, int end) {
        int at = first(text, start);
        char mark = text.charAt(at);
        while (at < end && text.charAt(at) == mark) at++;
        return text.substring(at, end).isBlank();
    }

    private static String info(String text, int start, int end) {
        var words = text.substring(start, end).strip().split("[\\s{,]", 2);
        return words[0].toLowerCase(Locale.ROOT);
    }

    /// The first character of the line that is no space.
    private static int first(String text, int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
        return at;
    }

    /// After the line feed of the line that begins here.
    private static int lineEnd(String text, int start) {
        int feed = text.indexOf('\n', start);
        return feed < 0 ? text.length() : feed + 1;
    }
}
