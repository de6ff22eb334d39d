package dev.signalbox.checks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads Python's literals, and calls of one function with literals, out of a text. It knows no other expression, so
/// that nothing else that a prompt holds can come to be evaluated. Not thread-safe.
final class LiteralReader {
    private static final int DEPTH_MAX = 50;
    private static final int DIGITS_MAX = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?");
    private static final List<String> NO_FUNCTIONS = List.of("not", "and", "or", "in", "is", "lambda", "await");

    private final String text;
    private int at;
    private int depth;

    /// What stands here is something else.
    private static final class NoLiteral extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoLiteral() {
            super("no literal", null, false, false);
        }
    }

    LiteralReader(String text, int at) {
        this.text = text;
        this.at = at;
    }

    int at() {
        return at;
    }

    /// The literal that stands here; where there is none, nothing is read.
    Optional<Literal> literal() {
        return tried(this::value);
    }

    /// The call of one function with literals that stands here, as it is written; where there is none, nothing is read.
    Optional<String> call() {
        return tried(() -> {
            int start = at;
            if (NO_FUNCTIONS.contains(name())) throw new NoLiteral();
            require('(');
            for (spaces(); !has(')'); spaces()) {
                argument();
                spaces();
                if (!has(',')) {
                    require(')');
                    return text.substring(start, at);
                }
                at++;
            }
            require(')');
            return text.substring(start, at);
        });
    }

    /// A call whose arguments are all named, with what they are.
    record Named(String function, Map<String, Literal> arguments) {}

    /// The call with named literals that stands here; where there is none, nothing is read.
    Optional<Named> namedCall() {
        return tried(() -> {
            var function = dotted();
            var arguments = new LinkedHashMap<String, Literal>();
            require('(');
            for (spaces(); !has(')'); spaces()) {
                var name = name();
                spaces();
                require('=');
                if (arguments.put(name, value()) != null) throw new NoLiteral();
                spaces();
                if (!has(',')) break;
                at++;
            }
            require(')');
            return new Named(function, arguments);
        });
    }

    private String dotted() {
        var name = new StringBuilder(name());
        while (has('.') || has('-')) {
            name.append(text.charAt(at++)).append(name());
        }
        return name.toString();
    }

    /// True, and read, where the word or mark comes next on this line.
    boolean take(String word) {
        blanks();
        boolean next = text.startsWith(word, at);
        boolean cut = next && Character.isLetter(word.charAt(0)) && isNamePart(at + word.length());
        if (!next || cut) return false;
        at += word.length();
        return true;
    }

    LiteralReader afterSpaces() {
        spaces();
        return this;
    }

    /// Whether nothing more stands on this line but a comment.
    boolean isAtLineEnd() {
        blanks();
        return at >= text.length() || "\n\r#".indexOf(text.charAt(at)) >= 0;
    }

    private <T> Optional<T> tried(Supplier<T> reading) {
        blanks();
        int start = at;
        depth = 0;
        try {
            return Optional.of(reading.get());
        } catch (NoLiteral other) {
            at = start;
            return Optional.empty();
        }
    }

    private void argument() {
        int start = at;
        if (NAME.matcher(text).region(at, text.length()).lookingAt()) {
            name();
            spaces();
            if (has('=') && !text.startsWith("==", at)) {
                at++;
                value();
                return;
            }
            at = start;
        }
        value();
    }

    private Literal value() {
        if (++depth > DEPTH_MAX) throw new NoLiteral();
        spaces();
        if (at >= text.length()) throw new NoLiteral();
        char c = text.charAt(at);
        var value =
                switch (c) {
                    case '[' -> new Literal.LiteralRow(items('[', ']'));
                    case '(' -> parenthesis();
                    case '{' -> braces();
                    case '"', '\'' -> string();
                    default -> c == '-' || c == '+' || c == '.' || isDigit(c) ? number() : constant();
                };
        depth--;
        return value;
    }

    private List<Literal> items(char open, char close) {
        require(open);
        return rest(new ArrayList<>(), close);
    }

    /// Up to the closing bracket.
    private List<Literal> rest(ArrayList<Literal> items, char close) {
        for (spaces(); !has(close); spaces()) {
            items.add(value());
            spaces();
            if (!has(',')) break;
            at++;
        }
        require(close);
        return List.copyOf(items);
    }

    private Literal parenthesis() {
        var items = items('(', ')');
        boolean grouped = items.size() == 1 && lastBefore(at - 1) != ',';
        return grouped ? items.getFirst() : new Literal.Tuple(items);
    }

    private char lastBefore(int end) {
        int last = end - 1;
        while (Character.isWhitespace(text.charAt(last))) last--;
        return text.charAt(last);
    }

    private Literal braces() {
        require('{');
        spaces();
        var entries = new HashMap<Literal, Literal>();
        if (has('}')) {
            at++;
            return new Literal.Table(Map.copyOf(entries));
        }
        var first = value();
        spaces();
        if (!has(':')) {
            var items = new ArrayList<>(List.of(first));
            if (has(',')) at++;
            return new Literal.Bag(Set.copyOf(new HashSet<>(rest(items, '}'))));
        }
        for (var key = first; ; key = value()) {
            spaces();
            require(':');
            entries.put(key, value());
            spaces();
            if (!has(',')) break;
            at++;
            spaces();
            if (has('}')) break;
        }
        require('}');
        return new Literal.Table(Map.copyOf(entries));
    }

    private Literal constant() {
        return switch (name()) {
            case "None" -> Literal.NONE;
            case "True" -> Literal.TRUE;
            case "False" -> Literal.FALSE;
            default -> throw new NoLiteral();
        };
    }

    private Literal number() {
        boolean minus = has('-');
        if (minus || has('+')) at++;
        var found = NUMBER.matcher(text).region(at, text.length());
        if (!found.lookingAt()) throw new NoLiteral();
        var digits = found.group().replace("_", "");
        at = found.end();
        if (digits.length() > DIGITS_MAX || isNamePart(at)) throw new NoLiteral();
        var value = unsigned(digits);
        return minus ? negative(value) : value;
    }

    private static Literal unsigned(String digits) {
        try {
            if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
                int radix =
                        switch (Character.toLowerCase(digits.charAt(1))) {
                            case 'x' -> 16;
                            case 'o' -> 8;
                            case 'b' -> 2;
                            default -> throw new NoLiteral();
                        };
                return new Literal.Whole(new BigInteger(digits.substring(2), radix));
            }
            boolean whole = digits.chars().allMatch(c -> isDigit((char) c));
            return whole ? new Literal.Whole(new BigInteger(digits)) : new Literal.Real(Double.parseDouble(digits));
        } catch (NumberFormatException other) {
            throw new NoLiteral();
        }
    }

    private static Literal negative(Literal value) {
        return switch (value) {
            case Literal.Whole(var whole) -> new Literal.Whole(whole.negate());
            case Literal.Real(var real) -> new Literal.Real(-real);
            default -> throw new NoLiteral();
        };
    }

    /// One string, or several in a row, which Python joins.
    private Literal string() {
        var joined = new StringBuilder();
        do {
            quoted(joined);
            blanks();
        } while (has('"') || has('\''));
        return new Literal.LiteralText(joined.toString());
    }

    private void quoted(StringBuilder into) {
        char quote = text.charAt(at);
        boolean triple = text.startsWith(String.valueOf(quote).repeat(3), at);
        at += triple ? 3 : 1;
        while (true) {
            if (at >= text.length()) throw new NoLiteral();
            char c = text.charAt(at);
            if (c == quote && (!triple || text.startsWith(String.valueOf(quote).repeat(3), at))) {
                at += triple ? 3 : 1;
                return;
            }
            if (c == '\n' && !triple) throw new NoLiteral();
            at++;
            if (c == '\\') escape(into);
            else into.append(c);
        }
    }

    private void escape(StringBuilder into) {
        if (at >= text.length()) throw new NoLiteral();
        char c = text.charAt(at++);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> into.append(c);
            case 'n' -> into.append('\n');
            case 't' -> into.append('\t');
            case 'r' -> into.append('\r');
            case 'a' -> into.append('\7');
            case 'b' -> into.append('\b');
            case 'f' -> into.append('\f');
            case 'v' -> into.append('\13');
            case 'x' -> into.appendCodePoint(hex(2));
            case 'u' -> into.appendCodePoint(hex(4));
            case 'U' -> into.appendCodePoint(hex(8));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int value = c - '0';
                for (int i = 0; i < 2 && at < text.length() && "01234567".indexOf(text.charAt(at)) >= 0; i++) {
                    value = 8 * value + text.charAt(at++) - '0';
                }
                into.append((char) value);
            }
            case 'N' -> throw new NoLiteral();
            default -> into.append('\\').append(c);
        }
    }

    private int hex(int digits) {
        if (at + digits > text.length()) throw new NoLiteral();
        try {
            int value = Integer.parseUnsignedInt(text.substring(at, at + digits), 16);
            if (!Character.isValidCodePoint(value)) throw new NoLiteral();
            at += digits;
            return value;
        } catch (NumberFormatException other) {
            throw new NoLiteral();
        }
    }

    private String name() {
        var found = NAME.matcher(text).region(at, text.length());
        if (!found.lookingAt() || isNamePart(found.end())) throw new NoLiteral();
        at = found.end();
        return found.group();
    }

    private boolean isNamePart(int index) {
        return index < text.length() && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean has(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void require(char c) {
        if (!has(c)) throw new NoLiteral();
        at++;
    }

    private void blanks() {
        while (has(' ') || has('\t')) at++;
    }

    private void spaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }
}
