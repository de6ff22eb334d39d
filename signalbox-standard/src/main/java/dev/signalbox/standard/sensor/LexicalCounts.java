package dev.signalbox.standard.sensor;

import java.util.HashMap;
import java.util.Map;

/// What [Lexical] counts, in one pass over a text. Not shared between threads.
final class LexicalCounts {
    private static final byte BLANK = 1;
    private static final byte SMALL = 2;
    private static final byte CAPITAL = 3;
    private static final byte DIGIT = 4;
    private static final byte MARK = 5;
    private static final byte[] CLASSES = classes();

    private enum Domain {
        CODE,
        MATH
    }

    private static final WordTable<Domain> WORDS = new WordTable<>(domains());

    private final String text;
    int words;
    int blanks;
    int newlines;
    int digits;
    int numbers;
    int capitals;
    int punctuation;
    int beyondAscii;
    int cjk;
    int codeTokens;
    int mathMarkers;
    int options;
    int questionMarks;

    LexicalCounts(String text) {
        this.text = text;
        count();
    }

    private static byte[] classes() {
        var classes = new byte[128];
        for (char c = 0; c < 128; c++) {
            if (c <= ' ' || c == 127) classes[c] = BLANK;
            else if (c >= 'a' && c <= 'z') classes[c] = SMALL;
            else if (c >= 'A' && c <= 'Z') classes[c] = CAPITAL;
            else if (c >= '0' && c <= '9') classes[c] = DIGIT;
            else classes[c] = MARK;
        }
        return classes;
    }

    private static Map<String, Domain> domains() {
        var table = new HashMap<String, Domain>();
        var code =
                "def return import class public private static void function const var print printf println null elif"
                        + " lambda struct int str bool string array list dict tuple python java javascript sql html css code";
        var math = "equation integral derivative polynomial matrix theorem proof prove solve sum probability triangle"
                + " angle perimeter area prime divisible logarithm sqrt factorial percent total times average";
        for (var word : code.split(" ")) table.put(word, Domain.CODE);
        for (var word : math.split(" ")) table.put(word, Domain.MATH);
        return table;
    }

    private void count() {
        boolean blank = true;
        int letters = -1;
        byte before = BLANK;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            byte kind = c < 128 ? CLASSES[c] : beyondAscii(c);
            if (kind == SMALL || kind == CAPITAL) {
                if (letters < 0) letters = i;
                if (kind == CAPITAL) capitals++;
            } else {
                if (letters >= 0) word(letters, i);
                letters = -1;
                switch (kind) {
                    case BLANK -> blank(c);
                    case DIGIT -> digit(before);
                    case MARK -> mark(c, i);
                    default -> {}
                }
            }
            if (blank && kind != BLANK) words++;
            blank = kind == BLANK;
            before = kind;
        }
        if (letters >= 0) word(letters, text.length());
    }

    private void blank(char c) {
        blanks++;
        if (c == '\n') newlines++;
    }

    private void digit(byte before) {
        digits++;
        if (before != DIGIT) numbers++;
    }

    private void word(int from, int to) {
        var domain = WORDS.find(text, from, to);
        if (domain == Domain.CODE) codeTokens++;
        if (domain == Domain.MATH) mathMarkers++;
    }

    private void mark(char c, int at) {
        punctuation++;
        switch (c) {
            case '?' -> questionMarks++;
            case '{', '}', ';' -> codeTokens++;
            case '^', '+', '*', '\\' -> mathMarkers++;
            case '(' -> {
                if (next(at, ')')) codeTokens++;
            }
            case '=' -> {
                if (next(at, '=') || next(at, '>')) codeTokens++;
                else mathMarkers++;
            }
            case '-' -> {
                if (next(at, '>')) codeTokens++;
            }
            case ')', '.', ':' -> {
                if (LetteredAnswers.markedAt(text, at) >= 0) options++;
            }
            default -> {}
        }
    }

    private boolean next(int at, char c) {
        return at + 1 < text.length() && text.charAt(at + 1) == c;
    }

    private byte beyondAscii(char c) {
        beyondAscii++;
        if (isCjk(c)) cjk++;
        if (c == '？' || c == '؟') questionMarks++;
        if (c >= '∀' && c <= '⋿' || c == '×' || c == '÷' || c == '±' || c == 'π') mathMarkers++;
        if (Character.isWhitespace(c) || c == '\u00a0') {
            blanks++;
            return BLANK;
        }
        if (!Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) punctuation++;
        return 0;
    }

    /// Chinese, Japanese or Korean; of the rare characters beyond the basic plane each counts once.
    private static boolean isCjk(char c) {
        return c >= '\u3040' && c <= '\u30ff'
                || c >= '\u3400' && c <= '\u9fff'
                || c >= '\uac00' && c <= '\ud7af'
                || c >= '\uf900' && c <= '\ufaff'
                || c >= '\ud840' && c <= '\ud87f';
    }
}
