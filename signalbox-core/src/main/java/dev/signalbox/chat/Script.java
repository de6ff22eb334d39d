package dev.signalbox.chat;

import java.util.Locale;

/// The kinds of text between which tokenizers differ most: how many characters make a token.
public enum Script {
    /// Latin letters, and the marks and digits between them: prose, code, JSON.
    LATIN,
    CYRILLIC,
    /// Chinese, Japanese, Korean.
    CJK,
    /// Every other alphabet, and pictures among letters.
    OTHER,
    /// What no one reads: base64, hexadecimal digests, long numbers.
    ENCODED;

    /// Its name in settings and signals.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// By its [#label]; LATIN where there is none of that name.
    public static Script named(String label) {
        for (var script : values()) if (script.label().equals(label)) return script;
        return LATIN;
    }
}
