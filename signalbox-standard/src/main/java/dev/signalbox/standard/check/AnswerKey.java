package dev.signalbox.standard.check;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an answer finally says, in a form in which answers that say the same are equal: a number, a choice, an
/// expression, a JSON value, or else the normalised text. Agreement between models is equality of keys.
///
/// The final answer of a longer text is what stands in its last `\boxed{}`, after its last `####`, or after the last
/// words "the answer is". Without such a mark the whole text is the answer, and a long text then agrees with its copies
/// alone: two essays that end with the same number have not agreed on anything.
public record AnswerKey(Kind kind, String text) {
    public enum Kind {
        /// A rational number in lowest terms, such as `42` or `-1/2`.
        NUMBER,
        /// The letter of a choice from `A` to `J`.
        CHOICE,
        /// A mathematical expression in one spelling.
        EXPRESSION,
        /// A JSON object or array with sorted fields.
        JSON,
        /// Words in small letters, a space apart.
        TEXT
    }

    /// More than this is no final answer but a discussion.
    private static final int FINAL_CHARS_MAX = 200;
    /// As long as an expression that is marked as final may be; a longer one is compared as words.
    private static final int MARKED_CHARS_MAX = 1_000;

    private static final Pattern CONCLUSION =
            Pattern.compile("\\banswer\\b[*_]{0,3}(?:\\s+is|\\s*:)[:*_\\s]{0,8}", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHOICE = Pattern.compile("[(\\[]?([A-J])(?:[)\\].:]{1,2}(?:\\s.*)?)?");
    private static final Pattern WITH_UNIT =
            Pattern.compile("([$€£]?-?[\\d,]*\\.?\\d+)\\s*(%|°|[\\p{L} ²³]{1,24})\\.?");
    /// Words after a number that say how much it is, so that it would be another number without them.
    private static final Pattern TELLING =
            Pattern.compile("(?i).*\\b(hundred|thousand|[mbtr]illion|dozen|[ap]m|or|and|to)\\b.*");
    private static final Pattern MARKUP = Pattern.compile("[*_`#]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    public static AnswerKey of(String answer) {
        var json = CanonicalJson.of(Fences.unwrap(answer));
        if (json.isPresent()) return new AnswerKey(Kind.JSON, json.get());
        var text = answer.strip();
        var marked = marked(text);
        if (marked.isPresent()) {
            var found = marked.get();
            return found.length() <= MARKED_CHARS_MAX ? read(found) : words(found);
        }
        return text.length() <= FINAL_CHARS_MAX && text.indexOf('\n') < 0 ? read(text) : words(text);
    }

    private static Optional<String> marked(String text) {
        var boxed = Expressions.lastBoxed(text);
        if (boxed.isPresent()) return boxed;
        int hashes = text.lastIndexOf("#### ");
        if (hashes >= 0) return Optional.of(line(text, hashes + 5)).filter(line -> !line.isEmpty());
        int end = -1;
        for (var found = CONCLUSION.matcher(text); found.find(); ) end = found.end();
        if (end < 0) return Optional.empty();
        return Optional.of(sentence(line(text, end))).filter(found -> !found.isEmpty());
    }

    private static String line(String text, int start) {
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end).strip();
    }

    /// Without what follows the first full stop that ends a sentence; the stop of `B. Paris` ends none.
    private static String sentence(String line) {
        int stop = line.indexOf(". ", 2);
        return stop < 0 ? line : line.substring(0, stop);
    }

    private static AnswerKey read(String found) {
        var plain = MARKUP.matcher(found)
                .replaceAll(match -> match.group().equals("_") ? "_" : "")
                .strip();
        var choice = CHOICE.matcher(Expressions.unwrapText(plain));
        if (choice.matches()) return new AnswerKey(Kind.CHOICE, choice.group(1));
        var unit = WITH_UNIT.matcher(plain);
        if (unit.matches() && !TELLING.matcher(unit.group(2)).matches()) plain = unit.group(1);
        var expression = Expressions.normalise(plain);
        var number = Expressions.number(expression);
        if (number.isPresent()) return new AnswerKey(Kind.NUMBER, number.get());
        if (Expressions.onlyLetters(expression)) {
            return CHOICE.matcher(expression).matches()
                    ? new AnswerKey(Kind.CHOICE, expression)
                    : words(Expressions.unwrapText(plain));
        }
        return Expressions.isMathematical(plain) ? new AnswerKey(Kind.EXPRESSION, expression) : words(plain);
    }

    private static AnswerKey words(String text) {
        var spaced = SPACES.matcher(MARKUP.matcher(text).replaceAll("")).replaceAll(" ");
        int end = spaced.length();
        while (end > 0 && ".,;:!? ".indexOf(spaced.charAt(end - 1)) >= 0) end--;
        return new AnswerKey(Kind.TEXT, spaced.substring(0, end).strip().toLowerCase(Locale.ROOT));
    }
}
