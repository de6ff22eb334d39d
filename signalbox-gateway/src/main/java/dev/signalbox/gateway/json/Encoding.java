package dev.signalbox.gateway.json;

import dev.signalbox.chat.Utf8;

/// Refuses what is not UTF-8, or only by a guess: the JSON parser detects other encodings by itself.
final class Encoding {
    private Encoding() {}

    static void check(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) throw invalid("The body must be JSON in UTF-8; it begins with a zero byte.");
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw invalid("The body begins with a byte order mark. Send UTF-8 without it.");
        }
        int flaw = Utf8.flaw(bytes, 0, bytes.length);
        if (flaw >= 0) throw invalid("The body is not valid UTF-8: byte %,d fits no character.".formatted(flaw));
    }

    private static RuntimeException invalid(String message) {
        return JsonCursor.malformed("invalid_json", message, null);
    }
}
