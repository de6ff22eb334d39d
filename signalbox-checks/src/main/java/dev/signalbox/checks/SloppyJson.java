package dev.signalbox.checks;

import dev.signalbox.standard.check.Fences;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON as models write it when they do not keep to it: inside a fence or between sentences, with comments,
/// trailing commas, single quotes, names without quotes or Python's `True`, and cut off before its end.
final class SloppyJson {
    private static final JsonMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /// The most repairs of a cut end that are tried.
    private static final int CUTS_MAX = 8;

    /// As deep as [JsonText] reads.
    private static final int DEPTH_MAX = 200;

    private SloppyJson() {}

    /// The object or array in the text.
    static Optional<JsonNode> read(String text) {
        return Stream.concat(Fences.in(text).stream().map(Fences.Fence::code), Stream.of(text))
                .flatMap(candidate -> inside(candidate).stream())
                .findFirst();
    }

    /// From the first bracket that begins something readable. Only the first few are tried: a long text of brackets
    /// must not cost quadratic time.
    private static Optional<JsonNode> inside(String text) {
        int start = nextBracket(text, 0);
        for (int tries = 0; start >= 0 && tries < CUTS_MAX; tries++) {
            var piece = Piece.of(text, start);
            for (var form : piece.forms()) {
                var node = lenient(form);
                if (node.isPresent()) return node;
            }
            start = nextBracket(text, start + 1);
        }
        return Optional.empty();
    }

    private static int nextBracket(String text, int from) {
        int brace = text.indexOf('{', from);
        int bracket = text.indexOf('[', from);
        if (brace < 0) return bracket;
        return bracket < 0 ? brace : Math.min(brace, bracket);
    }

    private static Optional<JsonNode> lenient(String text) {
        try {
            var node = LENIENT.readTree(text);
            return node.isContainer() && !node.isEmpty() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /// What lies between a bracket and its counterpart, or the end of the text.
    ///
    /// @param text with JSON's own words for Python's, and straight quotes
    /// @param open the brackets that are still open at the end, in the order in which they must be closed
    /// @param cuts where the text may be cut so that the rest is whole, the last first, each with what
    ///     closes it there
    private record Piece(String text, boolean inString, String open, List<String> cuts) {
        static Piece of(String text, int start) {
            return new Scan(text).from(start);
        }

        /// The forms in which this might be read, from the least changed to the most.
        List<String> forms() {
            if (open.isEmpty()) return List.of(text);
            return Stream.concat(Stream.of(text + (inString ? "\"" : "") + open), cuts.stream())
                    .toList();
        }
    }

    /// Where the walked text may be cut, and what closes it there.
    private record Cut(int length, String closers) {}

    /// One walk over the text that knows strings from the rest.
    private static final class Scan {
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder closers = new StringBuilder();
        private final ArrayDeque<Cut> cuts = new ArrayDeque<>();
        private char quote;

        Scan(String text) {
            this.text = text;
        }

        Piece from(int start) {
            int at = start;
            do {
                at = quote != 0 ? inString(at) : outside(at);
            } while (at < text.length() && !closers.isEmpty() && closers.length() <= DEPTH_MAX);
            var open = new StringBuilder(closers).reverse().toString();
            if (open.length() > DEPTH_MAX) return new Piece("", false, "", List.of());
            var whole = cuts.stream()
                    .map(cut -> out.substring(0, cut.length) + cut.closers)
                    .toList();
            return new Piece(out.toString(), quote != 0, open, open.isEmpty() ? List.of() : whole);
        }

        private int inString(int at) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                out.append(c).append(text.charAt(at + 1));
                return at + 2;
            }
            boolean ends = c == quote || (quote == '“' && c == '”');
            out.append(ends && quote == '“' ? '"' : c);
            if (ends) quote = 0;
            return at + 1;
        }

        private int outside(int at) {
            char c = text.charAt(at);
            switch (c) {
                case '"', '\'', '“' -> {
                    quote = c;
                    out.append(c == '“' ? '"' : c);
                }
                case '{' -> open(c, '}');
                case '[' -> open(c, ']');
                case '}', ']' -> {
                    if (!closers.isEmpty()) closers.setLength(closers.length() - 1);
                    out.append(c);
                }
                case ',' -> {
                    remember();
                    out.append(c);
                }
                default -> {
                    return word(at);
                }
            }
            return at + 1;
        }

        private void open(char bracket, char closer) {
            closers.append(closer);
            out.append(bracket);
            remember();
        }

        private void remember() {
            if (cuts.size() == CUTS_MAX) cuts.removeLast();
            cuts.addFirst(
                    new Cut(out.length(), new StringBuilder(closers).reverse().toString()));
        }

        private int word(int at) {
            for (var literal : new String[][] {{"True", "true"}, {"False", "false"}, {"None", "null"}}) {
                if (text.startsWith(literal[0], at) && !isWordPart(at - 1) && !isWordPart(at + literal[0].length())) {
                    out.append(literal[1]);
                    return at + literal[0].length();
                }
            }
            out.append(text.charAt(at));
            return at + 1;
        }

        private boolean isWordPart(int at) {
            return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
        }
    }
}
