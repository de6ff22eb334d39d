package dev.signalbox.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the small JSON that plans ask models for, strictly (RFC 8259): what a model wrote about JSON, or around it, is
/// no JSON. The core has no library, and this reads only what it needs: objects, arrays and strings as maps, lists and
/// strings; numbers, `true`, `false` and `null` as [Other].
final class PartJson {
    /// A value that no plan asks for.
    enum Other {
        VALUE
    }

    private static final int DEPTH_MAX = 16;

    private final String text;
    private int at;

    private PartJson(String text) {
        this.text = text;
    }

    /// Empty where the text is not one JSON object, or has a field twice.
    static Optional<Map<?, ?>> object(String text) {
        var reading = new PartJson(text);
        try {
            var value = reading.value(0);
            reading.space();
            return reading.at == text.length() && value instanceof Map<?, ?> object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (Wrong notJson) {
            return Optional.empty();
        }
    }

    /// What is read is no JSON.
    private static final class Wrong extends Exception {
        Wrong() {
            super("no JSON", null, false, false);
        }
    }

    private Object value(int depth) throws Wrong {
        if (depth > DEPTH_MAX) throw new Wrong();
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> other();
        };
    }

    private Map<String, Object> object(int depth) throws Wrong {
        var object = new LinkedHashMap<String, Object>();
        at++;
        if (ends('}')) return object;
        do {
            space();
            if (peek() != '"') throw new Wrong();
            var name = string();
            take(':');
            if (object.put(name, value(depth + 1)) != null) throw new Wrong();
        } while (goesOn('}'));
        return object;
    }

    private List<Object> array(int depth) throws Wrong {
        var array = new ArrayList<Object>();
        at++;
        if (ends(']')) return array;
        do array.add(value(depth + 1));
        while (goesOn(']'));
        return array;
    }

    private boolean ends(char end) throws Wrong {
        space();
        if (peek() != end) return false;
        at++;
        return true;
    }

    private boolean goesOn(char end) throws Wrong {
        if (ends(end)) return false;
        take(',');
        return true;
    }

    private void take(char c) throws Wrong {
        space();
        if (peek() != c) throw new Wrong();
        at++;
    }

    private String string() throws Wrong {
        var string = new StringBuilder();
        for (at++; peek() != '"'; at++) {
            char c = peek();
            if (c < ' ') throw new Wrong();
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() throws Wrong {
        at++;
        return switch (peek()) {
            case '"', '\\', '/' -> peek();
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Wrong();
        };
    }

    private char unicode() throws Wrong {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') throw new Wrong();
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private Other other() throws Wrong {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) at++;
        if (!text.substring(start, at).matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw new Wrong();
        }
        return Other.VALUE;
    }

    private char peek() throws Wrong {
        if (at >= text.length()) throw new Wrong();
        return text.charAt(at);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }
}
