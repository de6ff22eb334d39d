package dev.signalbox.encoders;

import java.text.Normalizer;

/// What BERT's uncased models do to a text before it is cut into words: control characters out, accents off, lower
/// case, CJK characters apart. ASCII needs none of it but lower case, so only other texts are rewritten.
///
/// Held to the reference code point by code point. It differs only for the rarer characters that Unicode added or
/// reclassified since the reference's tables were made; none of them is in the vocabulary.
final class BertText {
    private BertText() {}

    /// The text as the vocabulary expects it, save that ASCII letters may still be upper case and ASCII control
    /// characters may still be there.
    static String normalise(String text) {
        return isAscii(text) ? text : lowerCaseWithoutAccents(clean(text));
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

    /// Lower case is taken letter by letter, as the reference does: the sigma at a word's end is no special case.
    private static String lowerCaseWithoutAccents(String text) {
        var decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        var plain = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); ) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            if (Character.getType(c) != Character.NON_SPACING_MARK) plain.appendCodePoint(Character.toLowerCase(c));
        }
        return plain.toString();
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c >= 128 && Character.isSpaceChar(c));
    }

    /// Characters that are no text: control, format, private use, half of a surrogate pair, the replacement character.
    static boolean isDropped(int c) {
        if (c < 128) return c < ' ' ? !isSpace(c) : c == 127;
        return c == 0xFFFD
                || switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
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

    /// The ranges of the reference, its gap at 2B820 included.
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
