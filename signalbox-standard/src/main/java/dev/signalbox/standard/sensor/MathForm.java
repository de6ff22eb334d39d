package dev.signalbox.standard.sensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether a text is about mathematics: formulas, or a word problem with numbers. One pass over the words and marks.
final class MathForm {
    private static final int ENOUGH = 2;
    private static final List<String> LATEX =
            List.of("frac", "sqrt", "sum", "int", "lim", "mathbb", "cdot", "times", "leq", "geq", "left", "boxed");
    private static final String WORDS = "equation equations integral derivative polynomial matrix theorem proof prove"
            + " solve calculate compute probability triangle angle perimeter circumference prime divisible logarithm"
            + " factorial percent remainder sum product inequality integer integers vector modulo";
    private static final WordTable<Boolean> TABLE = new WordTable<>(words());

    private MathForm() {}

    private static Map<String, Boolean> words() {
        var words = new HashMap<String, Boolean>();
        for (var word : WORDS.split(" ")) words.put(word, true);
        return words;
    }

    /// @param code whether the text has code, where sums and powers are no mathematics
    static boolean isIn(String text, boolean code) {
        int hints = 0;
        int numbers = 0;
        boolean howMany = false;
        for (int at = 0; at < text.length() && hints < ENOUGH; ) {
            char c = text.charAt(at);
            if (WordTable.isLetter(c)) {
                int end = WordTable.end(text, at);
                if (TABLE.find(text, at, end) != null) hints++;
                howMany |= howMany(text, at, end);
                at = end;
                continue;
            }
            if (c == '\\') hints += latex(text, at + 1) ? ENOUGH : 0;
            else if (c == '$') hints += text.startsWith("$$", at) ? ENOUGH : 0;
            else if (c >= '∀' && c <= '⋿' || c == '×' || c == '÷') hints++;
            else if (!code && isSum(text, at, c)) hints++;
            else if (isDigit(c) && (at == 0 || !isDigit(text.charAt(at - 1)))) numbers++;
            at++;
        }
        return hints >= ENOUGH || (howMany && numbers >= 2);
    }

    private static boolean howMany(String text, int from, int to) {
        return to - from == 3
                && text.regionMatches(true, from, "how m", 0, 5)
                && (text.startsWith("any", from + 5) || text.startsWith("uch", from + 5));
    }

    private static boolean latex(String text, int at) {
        if (at < text.length() && (text.charAt(at) == '(' || text.charAt(at) == '[')) return true;
        for (var command : LATEX) {
            if (text.startsWith(command, at)) return true;
        }
        return false;
    }

    /// A sign between two operands, as in `3 + 5`, `x^2`, `2x = 7`.
    private static boolean isSum(String text, int at, char c) {
        if (c != '+' && c != '*' && c != '^' && c != '=') return false;
        int left = at - 1;
        if (left >= 0 && text.charAt(left) == ' ') left--;
        int right = at + 1;
        if (right < text.length() && text.charAt(right) == ' ') right++;
        return left >= 0 && right < text.length() && isOperand(text.charAt(left)) && isOperand(text.charAt(right));
    }

    private static boolean isOperand(char c) {
        return isDigit(c) || c == ')' || c == '(' || c == '{' || c == 'x' || c == 'y' || c == 'n' || c == 'a';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
