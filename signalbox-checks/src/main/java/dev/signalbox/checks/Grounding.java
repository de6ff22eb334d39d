package dev.signalbox.checks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which of an answer's numbers and names stand in the text that it should be based on.
///
/// @param spans how many numbers and names the answer has
/// @param unsupported those of them that the text does not hold, in order
public record Grounding(int spans, List<Span> unsupported) {
    /// @param start where it stands in the answer
    public record Span(String text, int start) {}

    private static final int SPANS_MAX = 2_000;

    /// A number, or a run of words with capitals: `3,500.5`, `Apollo 11`, `Marie Curie`, `USA`.
    private static final Pattern SPAN = Pattern.compile("\\d[\\d,.]*\\d|\\d|"
            + "\\p{Lu}[\\p{L}\\p{M}'’-]*(?:\\s(?:(?:of|the|de|van|von|der|la|del|di)\\s)?\\p{Lu}[\\p{L}\\p{M}'’-]*)*");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]{2,}|\\d[\\d,.]*\\d|\\d");
    /// `1.` and `2)` at the beginning of a line number the answer's own points.
    private static final Pattern LIST_NUMBER = Pattern.compile("(?m)^\\s*(?:\\*\\*)?\\d{1,3}[.):]");

    public Grounding {
        unsupported = List.copyOf(unsupported);
    }

    /// @param context all that the answer may be based on
    public static Grounding of(String context, String answer) {
        var known = words(context);
        var text = BoundedText.matcher(LIST_NUMBER, answer)
                .replaceAll(found -> " ".repeat(found.group().length()));
        var unsupported = new ArrayList<Span>();
        int spans = 0;
        for (var found = BoundedText.matcher(SPAN, text); spans < SPANS_MAX && found.find(); ) {
            var span = found.group();
            if (!tells(text, span, found.start())) continue;
            spans++;
            if (!isIn(known, span)) unsupported.add(new Span(span, found.start()));
        }
        return new Grounding(spans, unsupported);
    }

    /// The share of the numbers and names that nothing supports, 0 where there are none.
    public double score() {
        return spans == 0 ? 0 : (double) unsupported.size() / spans;
    }

    /// Any word has a capital at the beginning of a sentence, so that one alone tells nothing there.
    private static boolean tells(String text, String span, int start) {
        if (Character.isDigit(span.charAt(0)) || span.indexOf(' ') >= 0) return true;
        if (span.length() < 3) return false;
        if (span.chars().filter(Character::isUpperCase).count() > 1) return true;
        int before = start - 1;
        while (before >= 0 && " \"'“‘(*_#>-".indexOf(text.charAt(before)) >= 0) before--;
        return before >= 0 && ".!?:\n•|".indexOf(text.charAt(before)) < 0;
    }

    private static boolean isIn(Set<String> known, String span) {
        for (var found = BoundedText.matcher(WORD, span); found.find(); ) {
            var word = normal(found.group());
            if (isSmall(word)) continue;
            if (!known.contains(word)) return false;
        }
        return true;
    }

    /// Joining words, and numbers that people count with, need no support.
    private static boolean isSmall(String word) {
        return switch (word) {
            case "of", "the", "de", "van", "von", "der", "la", "del", "di", "0", "1", "2" -> true;
            default -> false;
        };
    }

    private static Set<String> words(String context) {
        var words = new HashSet<String>();
        for (var found = BoundedText.matcher(WORD, context); found.find(); ) words.add(normal(found.group()));
        return words;
    }

    /// Small, without the marks of thousands and without a plural or genitive `s`.
    private static String normal(String word) {
        if (Character.isDigit(word.charAt(0))) {
            var digits = word.replace(",", "");
            return digits.indexOf('.') >= 0 ? digits.replaceAll("\\.?0+$", "") : digits;
        }
        var small = word.toLowerCase(Locale.ROOT);
        return small.length() > 3 && small.endsWith("s") ? small.substring(0, small.length() - 1) : small;
    }
}
