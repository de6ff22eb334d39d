package dev.signalbox.learning.table;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Recognises one question in several spellings.
final class QuestionText {
    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private QuestionText() {}

    /// Without case, punctuation and white space. A text of signs alone (`2 + ?`) keeps its digits, and one without
    /// letters and digits is only trimmed.
    static String normalised(String text) {
        var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var words = NOT_WORDS.matcher(folded).replaceAll(" ").strip();
        return words.isEmpty() ? folded.strip() : words;
    }
}
