package dev.signalbox.checks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The sums of a text: chains such as `2 + 3 × 4 = 14 = 7 × 2`, written plainly or in LaTeX. A chain counts only where
/// it stands for itself: what is part of a larger formula, has an unknown, a power or a modulus in it, is left alone.
final class Sums {
    private static final int SUMS_MAX = 500;
    private static final String NUMBER = "[$€£]?-?(?:\\d{1,3}(?:,\\d{3})+|\\d{1,18})(?:\\.\\d{1,12})?(?:\\s?\\\\?%)?";
    /// Not across lines: there a star or a dash begins an item.
    private static final String OPERATOR =
            "[ \\t]*(?:[+*/×÷·∙−–]|-|\\\\times|\\\\cdot|\\\\div|x(?=\\s*[$€£]?\\d))[ \\t]*";
    private static final String TERMS = NUMBER + "(?:" + OPERATOR + NUMBER + "){0,12}";
    private static final String EQUALS = "\\s*(?:=|≈|\\\\approx)\\s*";

    private static final Pattern CHAIN = Pattern.compile(TERMS + "(?:" + EQUALS + TERMS + "){1,10}");
    private static final Pattern SIDE = Pattern.compile("(=|≈|\\\\approx)|(" + TERMS + ")");
    private static final Pattern TERM = Pattern.compile("(" + OPERATOR + ")?(" + NUMBER + ")");

    /// What children do, with a remainder that may stand anywhere.
    private static final Pattern WHOLE_DIVISION = Pattern.compile("\\d+\\s*(?:÷|\\\\div)\\s*\\d+");

    private static final Pattern WHOLE = Pattern.compile("(?!.*\\\\div)[^./÷%]*");

    /// What makes the number before a chain, or after it, part of something else.
    private static final String GLUE_BEFORE = "+-*/×÷·∙−–^=<>≈_({[|!%.,:)]}\\";
    private static final String GLUE_AFTER = "+*/×÷·∙^_!°{(\\²³⁴⁵⁶⁷⁸⁹";
    /// Between numbers, or before one, in LaTeX; other commands end what was before.
    private static final Pattern OPERATOR_BEFORE = Pattern.compile(
            "\\\\(?:times|cdot|div|pm|mp|ast|frac|sqrt|log|ln|sin|cos|tan|le|ge|leq|geq|neq|approx)\\s*$");
    private static final Pattern WORD_BEFORE = Pattern.compile("[\\p{L}\\d)\\]}%][ \\t]+$");
    private static final Pattern UNIT_AFTER =
            Pattern.compile("\\s?(?:thousand|million|billion|trillion|lakh|crore|dozen|\\p{L}_).*", Pattern.DOTALL);
    private static final Pattern INEXACT = Pattern.compile(
            "(?i)\\bmod\\b|\\bremainder\\b|\\bR\\s?\\d|approx|about|round|roughly|≈|~|\\.\\.\\.|…|\\bbase\\b");
    private static final int WORDS_AROUND = 30;

    private static final Fraction ONE = Fraction.of(BigDecimal.ONE);

    private Sums() {}

    /// Two sides of an equals sign.
    ///
    /// @param exact what the left side is
    /// @param stated what the right side says
    /// @param slack how far they may be apart
    record Sum(String text, Fraction exact, Fraction stated, Fraction slack) {
        boolean isRight() {
            return exact.isWithin(slack, stated);
        }
    }

    private record Side(Fraction value, boolean isNumber, String text) {}

    static List<Sum> in(String text) {
        var sums = new ArrayList<Sum>();
        var chain = BoundedText.matcher(CHAIN, text);
        while (sums.size() < SUMS_MAX && chain.find()) {
            if (standsAlone(text, chain)) addSums(chain.group(), belongsBefore(text, chain.start()), sums);
        }
        return sums;
    }

    private static boolean standsAlone(String text, Matcher chain) {
        char before = lastBefore(text, chain.start());
        char after = firstAfter(text, chain.end());
        if (GLUE_BEFORE.indexOf(before) >= 0 && before != ':' && before != '(' && !isOpenMath(text, chain.start()))
            return false;
        if (chain.start() > 0 && isWordPart(text.charAt(chain.start() - 1))) return false;
        if (OPERATOR_BEFORE
                .matcher(text.substring(Math.max(0, chain.start() - WORDS_AROUND), chain.start()))
                .find()) return false;
        if (Character.isLetter(before) && isVariable(text, chain.start())) return false;
        if (GLUE_AFTER.indexOf(after) >= 0 && !closesMath(text, chain.end())) return false;
        if (chain.end() < text.length() && isNumberPart(text, chain.end())) return false;
        var rest = text.substring(chain.end(), Math.min(text.length(), chain.end() + WORDS_AROUND));
        if (BoundedText.matcher(UNIT_AFTER, rest).matches()) return false;
        var around = text.substring(
                Math.max(0, chain.start() - WORDS_AROUND), Math.min(text.length(), chain.end() + WORDS_AROUND));
        return !BoundedText.matcher(INEXACT, around).find();
    }

    /// A number after a word is the end of what the word begins: in `80% of 15 = 0.8 × 15 = 12` only the
    /// second part is a sum.
    private static boolean belongsBefore(String text, int start) {
        return WORD_BEFORE
                .matcher(text.substring(Math.max(0, start - WORDS_AROUND), start))
                .find();
    }

    /// @param open whether the first number may not be all of its side
    private static void addSums(String chain, boolean open, List<Sum> sums) {
        var sides = BoundedText.matcher(SIDE, chain);
        Side left = null;
        boolean first = true;
        while (sides.find()) {
            if (sides.group(2) == null) continue;
            var right = side(sides.group(2).strip());
            if (right.isEmpty()) return;
            if (left != null) sum(left, right.get()).ifPresent(sums::add);
            left = first && open && right.get().isNumber ? null : right.get();
            first = false;
        }
    }

    /// Two numbers say nothing; two formulas do where both are whole, so that none of them was rounded.
    private static Optional<Sum> sum(Side left, Side right) {
        var text = left.text + " = " + right.text;
        if (left.isNumber && right.isNumber) return Optional.empty();
        if (right.isNumber) {
            boolean remains = BoundedText.matcher(WHOLE_DIVISION, left.text).matches() && !left.value.isWhole();
            return Optional.of(new Sum(text, left.value, right.value, remains ? ONE : slack(right.text)));
        }
        if (left.isNumber) return Optional.of(new Sum(text, right.value, left.value, slack(left.text)));
        boolean areWhole = BoundedText.matcher(WHOLE, left.text).matches()
                && BoundedText.matcher(WHOLE, right.text).matches();
        return areWhole ? Optional.of(new Sum(text, left.value, right.value, slack("0"))) : Optional.empty();
    }

    private static Optional<Side> side(String text) {
        Fraction sum = null;
        Fraction product = null;
        char pending = '+';
        int terms = 0;
        for (var term = BoundedText.matcher(TERM, text); term.find(); terms++) {
            var number = number(term.group(2));
            char operator = term.group(1) == null ? '+' : operator(term.group(1).strip());
            // The first term's sign is read as an operator.
            if (product == null)
                product = operator == '-' ? Fraction.of(BigDecimal.ZERO).minus(number) : number;
            else if (operator == '*') product = product.times(number);
            else if (operator == '/') {
                if (number.above().signum() == 0) return Optional.empty();
                product = product.over(number);
            } else {
                sum = add(sum, pending, product);
                pending = operator;
                product = number;
            }
        }
        if (product == null) return Optional.empty();
        return Optional.of(new Side(add(sum, pending, product), terms == 1, text));
    }

    private static Fraction add(@Nullable Fraction sum, char operator, Fraction next) {
        if (sum == null) return next;
        return operator == '+' ? sum.plus(next) : sum.minus(next);
    }

    private static char operator(String written) {
        return switch (written) {
            case "+" -> '+';
            case "-", "−", "–" -> '-';
            case "/", "÷", "\\div" -> '/';
            default -> '*';
        };
    }

    private static Fraction number(String written) {
        var digits = written.replaceAll("[$€£,%\\\\\\s]", "");
        var value = Fraction.of(new BigDecimal(digits));
        return written.endsWith("%") ? value.over(Fraction.of(BigDecimal.valueOf(100))) : value;
    }

    /// One unit of the last digit that is shown: nothing where that is a whole number, since who shows no
    /// digits has not rounded to them.
    private static Fraction slack(String written) {
        int point = written.indexOf('.');
        if (point < 0) return Fraction.of(BigDecimal.ZERO);
        int digits = (int)
                written.substring(point).chars().filter(Character::isDigit).count();
        var unit = Fraction.of(BigDecimal.ONE.movePointLeft(digits));
        return written.endsWith("%") ? unit.over(Fraction.of(BigDecimal.valueOf(100))) : unit;
    }

    private static char lastBefore(String text, int at) {
        int index = at - 1;
        while (index >= 0 && text.charAt(index) == ' ') index--;
        return index < 0 ? '\n' : text.charAt(index);
    }

    private static char firstAfter(String text, int at) {
        int index = at;
        while (index < text.length() && text.charAt(index) == ' ') index++;
        return index >= text.length() ? '\n' : text.charAt(index);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '\\';
    }

    /// A single letter before the number is an unknown: `x 2 + 3`.
    private static boolean isVariable(String text, int start) {
        int letter = start - 1;
        while (text.charAt(letter) == ' ') letter--;
        return letter == 0 || !Character.isLetter(text.charAt(letter - 1));
    }

    private static boolean isNumberPart(String text, int at) {
        char c = text.charAt(at);
        if (Character.isDigit(c) || (c == '-' || c == '−')) return true;
        if ((c == '.' || c == ',') && at + 1 < text.length()) {
            // LaTeX's `0.\overline{3}` goes on, too.
            return Character.isDigit(text.charAt(at + 1)) || text.startsWith("\\overline", at + 1);
        }
        // `= 7x` has an unknown, `= 7 apples` has not.
        return Character.isLetter(c);
    }

    /// LaTeX's `\(` and `\[` begin a formula, as `$` does.
    private static boolean isOpenMath(String text, int start) {
        var before = text.substring(Math.max(0, start - 4), start).stripTrailing();
        return before.endsWith("\\(") || before.endsWith("\\[") || before.endsWith("$");
    }

    /// A star that touches the number ends what is bold, else it multiplies; with a bracket it is the other way round.
    private static boolean closesMath(String text, int end) {
        var after = text.substring(end, Math.min(text.length(), end + 10));
        var further = after.stripLeading();
        return after.startsWith("*")
                || further.startsWith("\\)")
                || further.startsWith("\\]")
                || further.startsWith("\\\\")
                || further.startsWith("\\text")
                || further.startsWith("\\$")
                || !after.startsWith("(") && further.startsWith("(");
    }
}
