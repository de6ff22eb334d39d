package dev.signalbox.checks;

import dev.signalbox.chat.Answer;
import dev.signalbox.chat.Request;
import dev.signalbox.signal.Finding;
import dev.signalbox.signal.Finding.Reason;
import dev.signalbox.signal.Signals;
import dev.signalbox.standard.check.Check;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// An answer has none of the operator's forbidden words. `/…/` is a regular expression, anything else a word or phrase
/// that must stand between word boundaries; letter case does not matter.
final class ForbiddenCheck implements Check {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private final List<Pattern> forbidden;

    /// @throws IllegalArgumentException when an expression cannot be read
    ForbiddenCheck(List<String> forbidden) {
        this.forbidden = forbidden.stream().map(ForbiddenCheck::pattern).toList();
    }

    @Override
    public String name() {
        return "forbidden";
    }

    @Override
    public Finding of(Request request, Answer answer, Signals known) {
        if (forbidden.isEmpty()) {
            return Finding.unknown(name(), Reason.FORBIDDEN_CONTENT, "nothing is forbidden in the settings");
        }
        var text = answer.text();
        for (var pattern : forbidden) {
            try {
                var found = BoundedText.find(pattern, text);
                if (found[0] >= 0) return failed(pattern, text, found);
            } catch (BoundedText.Exhausted tooHard) {
                return Finding.unknown(
                        name(), Reason.FORBIDDEN_CONTENT, "the expression `%s` takes too long".formatted(pattern));
            }
        }
        return Finding.pass(name(), Reason.FORBIDDEN_CONTENT);
    }

    private Finding failed(Pattern pattern, String text, int[] found) {
        return Finding.fail(
                name(),
                Reason.FORBIDDEN_CONTENT,
                "line %d: %s matches %s"
                        .formatted(
                                Excerpt.line(text, found[0]),
                                Excerpt.of(text.substring(found[0], found[1])),
                                Excerpt.of(pattern.pattern())));
    }

    private static Pattern pattern(String forbidden) {
        if (forbidden.isBlank() || forbidden.equals("//")) {
            throw new IllegalArgumentException("a forbidden word must not be empty");
        }
        boolean isExpression = forbidden.length() > 2 && forbidden.startsWith("/") && forbidden.endsWith("/");
        if (!isExpression)
            return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(forbidden) + "(?![\\p{L}\\p{N}])", FLAGS);
        try {
            return Pattern.compile(forbidden.substring(1, forbidden.length() - 1), FLAGS);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "the forbidden expression `%s` cannot be read: %s at %d"
                            .formatted(forbidden, wrong.getDescription(), wrong.getIndex()),
                    wrong);
        }
    }
}
