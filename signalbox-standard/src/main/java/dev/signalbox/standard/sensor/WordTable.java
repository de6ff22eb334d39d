package dev.signalbox.standard.sensor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A few hundred English words and what each stands for, looked up in place: no substring is made, and capitals count
/// as small letters. Immutable.
final class WordTable<T> {
    private final @Nullable String[] words;
    /// By first letter, a bit for each length that a word has: most words of a text end here, before they are hashed.
    private final int[] lengths = new int[26];
    private final @Nullable Object[] values;

    /// @param values by words of the letters a to z
    WordTable(Map<String, T> values) {
        int slots = Integer.highestOneBit(values.size()) * 4;
        this.words = new String[slots];
        this.values = new Object[slots];
        values.forEach((word, value) -> {
            int slot = slot(word, 0, word.length());
            while (words[slot] != null) slot = slot + 1 & slots - 1;
            words[slot] = word;
            lengths[word.charAt(0) - 'a'] |= 1 << word.length();
            this.values[slot] = value;
        });
    }

    /// What the word from `from` to `to` stands for, or null where it is none of them.
    @SuppressWarnings("unchecked")
    @Nullable
    T find(String text, int from, int to) {
        int first = from < to ? (text.charAt(from) | 0x20) - 'a' : -1;
        if (first < 0 || first >= lengths.length || (lengths[first] >>> (to - from) & 1) == 0) return null;
        int slot = slot(text, from, to);
        for (var word = words[slot]; word != null; word = words[slot]) {
            if (matches(word, text, from, to)) return (T) values[slot];
            slot = slot + 1 & words.length - 1;
        }
        return null;
    }

    private static boolean matches(String word, String text, int from, int to) {
        if (word.length() != to - from) return false;
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != small(text.charAt(from + i))) return false;
        }
        return true;
    }

    private int slot(String text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) hash = hash * 31 + small(text.charAt(i));
        return (hash ^ hash >>> 11) & words.length - 1;
    }

    static char small(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /// Where the run of letters that begins here ends.
    static int end(String text, int from) {
        int at = from;
        while (at < text.length() && isLetter(text.charAt(at))) at++;
        return at;
    }

    /// Where the first run of letters begins, from here on; the text's end where there is none.
    static int next(String text, int from, int to) {
        int at = from;
        while (at < to && !isLetter(text.charAt(at))) at++;
        return at;
    }
}
