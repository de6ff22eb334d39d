package dev.signalbox.providers.http;

/// A text that is sent to an upstream and never shown: not in a log, not in an error, not in a debugger's tooltip.
public record Secret(String value) {
    /// A value as short as this could be part of any word, and gives nothing away.
    private static final int LETTERS_MIN = 8;

    public Secret {
        value = value.strip();
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter != '\t' && (letter < ' ' || letter == 0x7F || letter > 0xFF)) {
                throw new IllegalArgumentException(
                        "a key or header holds a character that HTTP can't send, at position %d".formatted(i + 1));
            }
        }
    }

    /// The text without the secret, in case somebody quoted it.
    String scrubbedFrom(String text) {
        var bare = value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : value;
        return bare.length() < LETTERS_MIN ? text : text.replace(bare, "[secret]");
    }

    @Override
    public String toString() {
        return "…";
    }
}
