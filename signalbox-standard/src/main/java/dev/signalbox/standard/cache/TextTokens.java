package dev.signalbox.standard.cache;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A text in tokens: words in lower case, numbers without the commas between thousands, signs, quotations as they are,
/// and [#PAUSE] for the punctuation between sentences and their parts. White space says nothing. One pass, linear.
final class TextTokens {
    static final String PAUSE = ",";

    /// Words that are others where they are written in capitals.
    private static final Set<String> ACRONYMS = Set.of("us", "it", "who", "aids", "id", "ai", "pm", "am", "or", "in");

    /// Words that are names where they begin with a capital within a sentence.
    private static final Set<String> NAMES =
            Set.of("may", "march", "august", "turkey", "china", "polish", "apple", "windows", "will", "mark", "bill");

    private static final String PUNCTUATION = ".,;:?!…¿¡。，、；：？！·—–\n";
    private static final String OPENING = "`\"“«„「『";
    private static final String CLOSING = "`\"”»“」』";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int softBrackets;

    private TextTokens(String text) {
        this.text = text;
    }

    static List<String> of(String text) {
        var reader = new TextTokens(
                Normalizer.normalize(text, Form.NFKC).replace('’', '\'').replace('‘', '\''));
        while (reader.at < reader.text.length()) reader.next();
        return reader.tokens;
    }

    private void next() {
        int c = text.codePointAt(at);
        if (c == '\n') pause();
        else if (Character.isWhitespace(c)) at += Character.charCount(c);
        else if (OPENING.indexOf(c) >= 0) quotation(OPENING.indexOf(c));
        else if (Character.isIdeographic(c) || isKana(c)) add(Character.toString(c), Character.charCount(c));
        else if (Character.isLetterOrDigit(c) || c == '_' || isPartOfName()) word();
        else if ((c == '(' || c == '[') && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
            softBrackets++;
            pause();
        } else if ((c == ')' || c == ']') && softBrackets > 0) {
            softBrackets--;
            pause();
        } else if (PUNCTUATION.indexOf(c) >= 0 && !isOperator(c)) pause();
        else if (c == '\'') at++;
        else add(Character.toString(c), Character.charCount(c));
    }

    private static boolean isKana(int c) {
        var block = Character.UnicodeBlock.of(c);
        return block == Character.UnicodeBlock.HIRAGANA || block == Character.UnicodeBlock.KATAKANA;
    }

    private void add(String token, int length) {
        tokens.add(token);
        at += length;
    }

    private void pause() {
        at++;
        if (!tokens.isEmpty() && !tokens.getLast().equals(PAUSE)) tokens.add(PAUSE);
    }

    /// As in `!x`, `a:b` and `.bashrc`.
    private boolean isOperator(int c) {
        boolean after = at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
        boolean before = at > 0 && !Character.isWhitespace(text.charAt(at - 1));
        return switch (c) {
            case '!' -> after && (!before || text.charAt(at + 1) == '=');
            case ':' -> after && before;
            default -> false;
        };
    }

    private boolean isPartOfName() {
        return text.charAt(at) == '.'
                && at + 1 < text.length()
                && Character.isLetter(text.charAt(at + 1))
                && (at == 0 || Character.isWhitespace(text.charAt(at - 1)));
    }

    /// Up to the closing mark, as it is written; the mark alone where there is none.
    private void quotation(int kind) {
        int marks = 1;
        while (at + marks < text.length() && text.charAt(at + marks) == text.charAt(at)) marks++;
        var closing = String.valueOf(CLOSING.charAt(kind)).repeat(marks);
        int end = text.indexOf(closing, at + marks);
        if (end < 0) {
            add(text.substring(at, at + 1), 1);
            return;
        }
        add("\"" + text.substring(at + marks, end), end + marks - at);
    }

    private void word() {
        var word = new StringBuilder();
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (Character.isIdeographic(c) || isKana(c)) break;
            boolean inside = Character.isLetterOrDigit(c)
                    || c == '_'
                    || Character.getType(c) == Character.NON_SPACING_MARK
                    || Character.getType(c) == Character.COMBINING_SPACING_MARK
                    || isPartOfName();
            if (!inside && !joins(c)) break;
            // 1,000 is 1000.
            if (c != ',') word.appendCodePoint(c);
            at += Character.charCount(c);
        }
        addWord(word.toString());
    }

    /// Whether the sign stands within a word or number: `don't`, `3.5`, `file.txt`, `1,000`, `e-mail`.
    private boolean joins(int c) {
        if (at == 0 || at + 1 >= text.length()) return false;
        char before = text.charAt(at - 1);
        char after = text.charAt(at + 1);
        return switch (c) {
            case '\'' -> Character.isLetter(before) && Character.isLetter(after);
            case '.' -> Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
            case ',' -> Character.isDigit(before) && isThousand();
            case '-' -> Character.isLetter(before) && Character.isLetterOrDigit(after);
            case '@' -> Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
            default -> false;
        };
    }

    private boolean isThousand() {
        int digits = 0;
        while (at + 1 + digits < text.length() && Character.isDigit(text.charAt(at + 1 + digits))) digits++;
        return digits == 3;
    }

    private void addWord(String word) {
        boolean begins = tokens.isEmpty() || tokens.getLast().equals(PAUSE);
        var lower = word.toLowerCase(Locale.ROOT);
        boolean capitals = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(lower);
        boolean capital = !begins && Character.isUpperCase(word.codePointAt(0));
        tokens.add(capitals && ACRONYMS.contains(lower) || capital && NAMES.contains(lower) ? word : lower);
    }
}
