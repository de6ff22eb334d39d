package dev.signalbox.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The examples of a prompt that can be judged without evaluating anything that the prompt says: a call of one function
/// with literals, and the literal that shall come back. They are read from `assert` statements
/// (`assert f(1) == 2`, `assert not f(0)`), from doctests (`>>> f(1)` and the line below), and from lines such as
/// `f(1) => 2`.
///
/// @param imports the prompt's own import lines, which its function may need
record Examples(List<String> imports, List<Example> examples) {
    private static final int EXAMPLES_MAX = 20;
    private static final int PROMPT_CHARS_MAX = 200_000;
    private static final int LITERAL_CHARS_MAX = 4_000;

    private static final Pattern ASSERT = Pattern.compile("(?m)^[ \\t]*assert(?=[ (])");
    private static final Pattern DOCTEST = Pattern.compile("(?m)^[ \\t]*>>>(?= ?\\w)");
    private static final Pattern LINE = Pattern.compile("(?m)^[ \\t]*(?=[A-Za-z_]\\w{0,99}\\()");
    private static final List<String> GIVES = List.of("==>", "=>", "==", "->", "➞", "→");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import [\\w.]{1,100}|from [\\w.]{1,100} import [\\w, ]{1,300})$");
    /// Ends what a doctest gives.
    private static final Pattern END = Pattern.compile("(?m)^[ \\t]*$|^[ \\t]*>>>|\"\"\"|'''|```");

    /// What is Python's own, so that a call of it is no example of what an answer shall define.
    private static final Pattern BUILT_IN = Pattern.compile(
            "(?:abs|all|any|bin|bool|breakpoint|bytes|callable|chr|compile"
                    + "|delattr|dict|dir|divmod|enumerate|eval|exec|filter|float|format|frozenset|getattr|globals|hasattr|hash|hex|id"
                    + "|input|int|isinstance|issubclass|iter|len|list|locals|map|max|min|next|object|oct|open|ord|pow|print|range"
                    + "|repr|reversed|round|set|setattr|slice|sorted|str|sum|super|tuple|type|vars|zip|__import__)\\(.*",
            Pattern.DOTALL);

    /// @param call a function's name, and literals in parentheses
    record Example(String call, ExpectedResult wanted) {}

    /// What shall come back.
    sealed interface ExpectedResult {
        record IsEqual(Literal literal) implements ExpectedResult {}

        /// Something that counts as true, or as false.
        record IsTruthy(boolean expected) implements ExpectedResult {}

        default boolean admits(Literal value) {
            return switch (this) {
                case IsEqual(var literal) -> literal.isAs(value);
                case IsTruthy(var expected) -> value.isTrue() == expected;
            };
        }
    }

    static Examples in(String prompt) {
        var text = prompt.length() > PROMPT_CHARS_MAX ? prompt.substring(0, PROMPT_CHARS_MAX) : prompt;
        var examples = new ArrayList<Example>();
        for (var found = BoundedText.matcher(ASSERT, text); found.find() && examples.size() < EXAMPLES_MAX; ) {
            asserted(new LiteralReader(text, found.end())).ifPresent(examples::add);
        }
        for (var found = BoundedText.matcher(DOCTEST, text); found.find() && examples.size() < EXAMPLES_MAX; ) {
            shown(text, found.end()).ifPresent(examples::add);
        }
        for (var found = BoundedText.matcher(LINE, text); found.find() && examples.size() < EXAMPLES_MAX; ) {
            given(new LiteralReader(text, found.end())).ifPresent(examples::add);
        }
        examples.removeIf(
                example -> BoundedText.matcher(BUILT_IN, example.call()).matches());
        var imports =
                BoundedText.matcher(IMPORT, text).results().limit(EXAMPLES_MAX).map(found -> found.group());
        return new Examples(imports.toList(), List.copyOf(examples));
    }

    private static Optional<Example> asserted(LiteralReader reader) {
        if (reader.take("not")) {
            var call = reader.call();
            return isDone(reader)
                    ? call.map(each -> new Example(each, new ExpectedResult.IsTruthy(false)))
                    : Optional.empty();
        }
        var call = reader.call();
        if (call.isEmpty()) return reversed(reader);
        if (isDone(reader)) return Optional.of(new Example(call.get(), new ExpectedResult.IsTruthy(true)));
        boolean compares = reader.take("==") || reader.take("is");
        var literal = compares ? reader.literal() : Optional.<Literal>empty();
        return isDone(reader)
                ? literal.map(each -> new Example(call.get(), new ExpectedResult.IsEqual(each)))
                : Optional.empty();
    }

    /// `assert 2 == f(1)`.
    private static Optional<Example> reversed(LiteralReader reader) {
        var literal = reader.literal();
        if (literal.isEmpty() || !reader.take("==")) return Optional.empty();
        var call = reader.call();
        return isDone(reader)
                ? call.map(each -> new Example(each, new ExpectedResult.IsEqual(literal.get())))
                : Optional.empty();
    }

    /// A message may follow.
    private static boolean isDone(LiteralReader reader) {
        return reader.isAtLineEnd() || reader.take(",");
    }

    /// `f(1) => 2`.
    private static Optional<Example> given(LiteralReader reader) {
        var call = reader.call();
        if (call.isEmpty() || GIVES.stream().noneMatch(reader::take)) return Optional.empty();
        var literal = reader.literal();
        return reader.isAtLineEnd()
                ? literal.map(each -> new Example(call.get(), new ExpectedResult.IsEqual(each)))
                : Optional.empty();
    }

    private static Optional<Example> shown(String text, int start) {
        var reader = new LiteralReader(text, start);
        var call = reader.call();
        if (call.isEmpty() || !reader.isAtLineEnd()) return Optional.empty();
        int below = text.indexOf('\n', reader.at()) + 1;
        if (below == 0) return Optional.empty();
        var end = BoundedText.matcher(END, text).region(below, Math.min(text.length(), below + LITERAL_CHARS_MAX));
        var given = text.substring(below, end.find() ? end.start() : end.regionEnd())
                .strip();
        var value = new LiteralReader(given, 0);
        var literal = value.literal();
        return value.at() == given.length()
                ? literal.map(each -> new Example(call.get(), new ExpectedResult.IsEqual(each)))
                : Optional.empty();
    }
}
