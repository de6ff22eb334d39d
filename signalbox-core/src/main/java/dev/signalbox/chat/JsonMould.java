package dev.signalbox.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON that was read once, with one of its strings left open. The chunks of a stream differ in a few
/// letters of text and repeat everything else: what fits the mould of one that was read need not be
/// read again.
///
/// Plain text can be taken out at once: printable ASCII without quotes and backslashes, which stands
/// for itself in JSON. Immutable.
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
        int length = open(other);
        if (length < 0) return null;
        int start = other.offset() + from;
        for (int i = start; i < start + length; i++) {
            if (!isPlain(other.array()[i])) return null;
        }
        return new String(other.array(), start, length, ISO_8859_1);
    }

    /// What stands where the mould is open, as it is written in JSON, without its quotation marks; null where the JSON
    /// differs elsewhere or this is not the inside of one string.
    public @Nullable Json inside(Json other) {
        int length = open(other);
        int start = other.offset() + from;
        return length >= 0 && isInside(other.array(), start, start + length)
                ? Json.slice(other.array(), start, length)
                : null;
    }

    /// The JSON whose open string is these, one after the other.
    ///
    /// @param insides each as [#inside] gives it
    public Json joined(List<Json> insides) {
        int length = json.length() - (to - from);
        for (var inside : insides) length += inside.length();
        var bytes = new byte[length];
        System.arraycopy(json.array(), json.offset(), bytes, 0, from);
        int at = from;
        for (var inside : insides) {
            System.arraycopy(inside.array(), inside.offset(), bytes, at, inside.length());
            at += inside.length();
        }
        System.arraycopy(json.array(), json.offset() + to, bytes, at, json.length() - to);
        return Json.of(bytes);
    }

    /// How long what stands in the open string is, in bytes; negative where the JSON differs elsewhere.
    private int open(Json other) {
        int end = to + other.length() - json.length();
        boolean fits = end >= from && same(other, 0, 0, from) && same(other, end, to, json.length() - to);
        return fits ? end - from : -1;
    }

    private boolean same(Json other, int at, int here, int length) {
        int theirs = other.offset() + at;
        int ours = json.offset() + here;
        return Arrays.equals(other.array(), theirs, theirs + length, json.array(), ours, ours + length);
    }

    private static boolean isPlain(byte letter) {
        return letter >= ' ' && letter != '"' && letter != '\\' && letter != 0x7f;
    }

    private static boolean isInside(byte[] bytes, int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            byte letter = bytes[i];
            if (letter == '\\') {
                int escape = escape(bytes, i + 1, to);
                if (escape == 0) return false;
                i += escape;
            } else if (letter < 0) {
                ascii = false;
            } else if (letter < ' ' || letter == '"') {
                return false;
            }
        }
        return ascii || Utf8.flaw(bytes, from, to) < 0;
    }

    /// How long what follows a backslash is; 0 where it is none of JSON's.
    private static int escape(byte[] bytes, int at, int to) {
        if (at == to) return 0;
        return switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 1;
            case 'u' -> {
                if (to - at < 5) yield 0;
                for (int i = at + 1; i < at + 5; i++) if (Character.digit(bytes[i], 16) < 0) yield 0;
                yield 5;
            }
            default -> 0;
        };
    }
}
