package dev.signalbox.encoders;

import java.text.Normalizer;

/// What BERT's uncased models do to a text before they cut it into words: control characters out, accents off, lower
/// case, CJK characters apart. ASCII needs none of it but lower case, so only other texts are rewritten.
final class BertText {
    private BertText() {}

    /// The text as the vocabulary expects it, save that ASCII letters may still be upper case.
    static String normalise(String text) {
        return isAscii(text) ? text : lowerCase(withoutAccents(clean(text)));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) return false;
        }
        return true;
    }

    private static String clean(String text) {
        var cleaned = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isSpace(c)) cleaned.append(' ');
            else if (isDropped(c)) continue;
            else if (isCjk(c)) cleaned.append(' ').appendCodePoint(c).append(' ');
            else cleaned.appendCodePoint(c);
        }
        return cleaned.toString();
    }

    private static String withoutAccents(String text) {
        var decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        var stripped = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            if (Character.getType(c) != Character.NON_SPACING_MARK) stripped.appendCodePoint(c);
        }
        return stripped.toString();
    }

    /// Letter by letter, as the reference does it: the sigma at a word's end is no special case.
    private static String lowerCase(String text) {
        var lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            // The one letter whose lower case is two.
            if (c == 'İ') lower.append("i̇");
            else lower.appendCodePoint(Character.toLowerCase(c));
        }
        return lower.toString();
    }

    static boolean isSpace(int c) {
        return c == ' '
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || Character.isSpaceChar(c)
                || c == 0x0B
                || c == 0x0C
                || c == 0x85;
    }

    /// Characters that are no text: control, format, unassigned, private, half of a pair, and the replacement
    // character.
    static boolean isDropped(int c) {
        if (c == 0xFFFD) return true;
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    static boolean isPunctuation(int c) {
        if (c < 128) return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
