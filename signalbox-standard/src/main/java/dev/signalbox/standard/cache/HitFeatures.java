package dev.signalbox.standard.cache;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that make another question of one that sounds the same: numbers, names, quoted text,
/// negations, and pairs such as `enable` and `disable`. Encoders place such questions next to each other,
/// so a cosine does not tell them apart.
///
/// It knows English negations and prefixes only. In any language numbers, names and quotations must be equal.
final class HitFeatures {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’._-]*|[=<>+*/^%$€£-]");
    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|\"[^\"]*\"|“[^”]*”");
    private static final Set<String> NEGATIONS = Set.of(
            "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "except", "cannot",
            "before", "after", "more", "less", "most", "least", "first", "last", "all", "any", "only", "on", "off");
    private static final String[] PREFIXES = {"un", "in", "im", "dis", "non", "de", "anti", "ir", "il"};

    private HitFeatures() {}

    /// True where nothing that tells stands in one text and not in the other.
    static boolean same(String one, String other) {
        if (one.equals(other)) return true;
        var left = words(one);
        var right = words(other);
        if (!telling(left).equals(telling(right))) return false;
        if (!quoted(one).equals(quoted(other))) return false;
        return !opposed(left, right) && !opposed(right, left);
    }

    /// The words as they are written, but for one that only stands at the beginning of a sentence.
    private static Map<String, Integer> words(String text) {
        var words = new HashMap<String, Integer>();
        var found = WORD.matcher(text);
        boolean begins = true;
        int end = 0;
        while (found.find()) {
            begins |= text.substring(end, found.start()).matches("(?s).*[.!?:\\n].*");
            end = found.end();
            var word = found.group();
            while (word.length() > 1 && "._-'’".indexOf(word.charAt(word.length() - 1)) >= 0) {
                word = word.substring(0, word.length() - 1);
                end--;
            }
            boolean capital = word.chars().skip(1).noneMatch(Character::isUpperCase);
            words.merge(begins && capital ? word.toLowerCase(Locale.ROOT) : word, 1, Integer::sum);
            begins = false;
        }
        return words;
    }

    private static Map<String, Integer> telling(Map<String, Integer> words) {
        var telling = new HashMap<String, Integer>();
        words.forEach((word, count) -> {
            if (tells(word)) telling.put(word, count);
        });
        return telling;
    }

    private static boolean tells(String word) {
        return NEGATIONS.contains(word)
                || word.endsWith("n't")
                || word.endsWith("n’t")
                || !Character.isLetter(word.charAt(0))
                || word.chars().anyMatch(c -> Character.isDigit(c) || Character.isUpperCase(c));
    }

    private static Map<String, Integer> quoted(String text) {
        var quoted = new HashMap<String, Integer>();
        for (var found = QUOTED.matcher(text); found.find(); ) quoted.merge(found.group(), 1, Integer::sum);
        return quoted;
    }

    /// True where a word of `left` alone stands in `right` with a prefix that turns it round, or another in its place.
    private static boolean opposed(Map<String, Integer> left, Map<String, Integer> right) {
        for (var word : left.keySet()) {
            if (word.length() < 3 || right.containsKey(word)) continue;
            for (var prefix : PREFIXES) {
                if (right.containsKey(prefix + word)) return true;
                if (!word.startsWith("en") && !word.startsWith("in")) continue;
                if (right.containsKey(prefix + word.substring(2))) return true;
            }
        }
        return false;
    }
}
