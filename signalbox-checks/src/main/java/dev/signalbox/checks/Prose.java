package dev.signalbox.checks;

import dev.signalbox.standard.check.Fences;
import java.util.regex.Pattern;

/// The part of a text that is written in sentences: without code, formulas, links and marks.
final class Prose {
    private static final Pattern NO_PROSE = Pattern.compile(
            "`[^`\\n]{1,200}`|\\$\\$[^$]{1,2000}\\$\\$|\\$[^$\\n]{1,200}\\$|\\\\\\[.{1,2000}?\\\\]|\\\\\\(.{1,500}?\\\\\\)"
                    + "|https?://\\S+|\\\\[a-zA-Z]+",
            Pattern.DOTALL);

    private Prose() {}

    static String of(String text) {
        return BoundedText.matcher(NO_PROSE, outsideOfFences(text)).replaceAll(" ");
    }

    static String outsideOfFences(String text) {
        var fences = Fences.in(text);
        if (fences.isEmpty()) return text;
        var outside = new StringBuilder();
        int at = 0;
        for (var fence : fences) {
            outside.append(text, at, fence.start()).append('\n');
            at = fence.end();
        }
        return outside.append(text, at, text.length()).toString();
    }

    static long letters(String text) {
        return text.codePoints().filter(Character::isLetter).count();
    }
}
