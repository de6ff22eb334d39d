package dev.signalbox.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON that was read once, with one of its strings left open. The chunks of a stream differ in a few letters of text
/// and repeat everything else: what fits the mould of one that was read need not be read again.
///
/// Only plain text fits: printable ASCII without quotes and backslashes, which stands for itself in JSON. Whatever else
/// is to be read in full. Immutable.
public final class JsonMould {
    private final Json json;
    private final int from;
    private final int to;

    private JsonMould(Json json, int from, int to) {
        this.json = json;
        this.from = from;
        this.to = to;
    }

    /// Empty where there is no plain text in quotes.
    ///
    /// @param json well formed
    /// @param quote where in it the string begins with its quotation mark
    public static Optional<JsonMould> of(Json json, int quote) {
        byte[] bytes = json.array();
        int at = json.offset() + quote;
        int end = json.offset() + json.length();
        if (quote < 0 || at >= end || bytes[at] != '"') return Optional.empty();
        int to = at + 1;
        while (to < end && isPlain(bytes[to])) to++;
        if (to == end || bytes[to] != '"') return Optional.empty();
        return Optional.of(new JsonMould(json, quote + 1, to - json.offset()));
    }

    /// The text that stands where the mould is open; null where the JSON differs elsewhere or the text is not plain.
    public @Nullable String fill(Json other) {
        int more = other.length() - json.length();
        int end = to + more;
        if (end < from || !same(other, 0, 0, from) || !same(other, end, to, json.length() - to)) return null;
        int start = other.offset() + from;
        for (int i = start; i < other.offset() + end; i++) {
            if (!isPlain(other.array()[i])) return null;
        }
        return new String(other.array(), start, end - from, ISO_8859_1);
    }

    private boolean same(Json other, int at, int here, int length) {
        int theirs = other.offset() + at;
        int ours = json.offset() + here;
        return Arrays.equals(other.array(), theirs, theirs + length, json.array(), ours, ours + length);
    }

    private static boolean isPlain(byte letter) {
        return letter >= ' ' && letter != '"' && letter != '\\' && letter != 0x7f;
    }
}
