package dev.signalbox.app.condition;

import dev.signalbox.app.condition.ConditionException.SyntaxMistake;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people write in place of CEL's operators, coming from SQL or Python. CEL's parser knows only that it expected
/// something else.
final class Slips {
    private record Slip(Pattern pattern, String hint) {
        static Slip of(String regex, String hint) {
            return new Slip(Pattern.compile(regex), hint);
        }
    }

    private static final List<Slip> ALL = List.of(
            Slip.of("(?<![=!<>])=(?![=~])", "`=` compares nothing: use `==`"),
            Slip.of("===", "there is no `===`: use `==`"),
            Slip.of("<>", "there is no `<>`: use `!=`"),
            Slip.of("(?i)\\band\\b", "there is no `and`: use `&&`"),
            Slip.of("(?i)\\bor\\b", "there is no `or`: use `||`"),
            Slip.of("(?i)\\bnot\\b", "there is no `not`: use `!`"),
            Slip.of("(?<!&)&(?!&)", "there is no single `&`: use `&&`"),
            Slip.of("(?<!\\|)\\|(?!\\|)", "there is no single `|`: use `||`"),
            Slip.of("\\bTrue\\b", "`True` is written `true`"),
            Slip.of("\\bFalse\\b", "`False` is written `false`"));

    private Slips() {}

    /// The first slip in a condition that CEL does not take.
    static Optional<SyntaxMistake> in(String condition) {
        var code = withoutTexts(condition);
        for (var slip : ALL) {
            var found = slip.pattern.matcher(code);
            if (found.find()) return Optional.of(mistake(condition, found.start(), slip.hint));
        }
        return Optional.empty();
    }

    private static SyntaxMistake mistake(String condition, int at, String hint) {
        int line = (int) condition.substring(0, at).lines().count();
        int begin = condition.lastIndexOf('\n', at - 1) + 1;
        return new SyntaxMistake(Math.max(1, line), at - begin, hint);
    }

    /// The condition with its quoted texts blanked out, at the same places.
    private static String withoutTexts(String condition) {
        var code = new StringBuilder(condition);
        char quote = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (quote == 0) {
                if (c == '"' || c == '\'') quote = c;
            } else if (c == '\\' && i + 1 < code.length()) {
                code.setCharAt(i++, ' ');
                code.setCharAt(i, ' ');
            } else if (c == quote) {
                quote = 0;
            } else {
                code.setCharAt(i, ' ');
            }
        }
        return code.toString();
    }
}
