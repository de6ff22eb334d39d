package dev.signalbox.standard.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// One spelling for a mathematical expression that was written in LaTeX or plainly. It brings spellings together, not
/// meanings: `x+1` and `1+x` stay two.
final class Expressions {
    /// A longer number is compared as it is written.
    private static final int DIGITS_MAX = 60;

    private static final Pattern INVISIBLE =
            Pattern.compile("\\\\(?:left|right|big|Big)(?![a-zA-Z])|\\\\[!,;:> ]|\\s|~");
    private static final Pattern DEGREES = Pattern.compile("\\^\\{?\\\\circ\\}?|°");
    private static final Pattern TEXT = Pattern.compile("\\\\(?:text|mathrm|textbf|mathbf|mbox|textit)\\{([^{}]*)\\}");
    private static final Pattern SHORT_FRACTION = Pattern.compile("\\\\frac(\\d)(\\d)");
    private static final Pattern SHORT_ROOT = Pattern.compile("\\\\sqrt(\\d)");
    private static final Pattern ASSIGNED = Pattern.compile("^[a-zA-Z]=(?=.)");
    private static final Pattern FRACTION = Pattern.compile("(-?)\\\\frac\\{(-?\\d+)\\}\\{(-?\\d+)\\}");
    private static final Pattern QUOTIENT = Pattern.compile("(-?)(-?\\d+)/(\\d+)");
    private static final Pattern DECIMAL = Pattern.compile("-?(?:\\d+|\\d{1,3}(?:,\\d{3})+)?(?:\\.\\d+)?");

    private Expressions() {}

    /// What the last `\boxed{}` holds.
    static Optional<String> lastBoxed(String text) {
        int start = Math.max(text.lastIndexOf("\\boxed{"), text.lastIndexOf("\\fbox{"));
        if (start < 0) return Optional.empty();
        int open = text.indexOf('{', start);
        int depth = 0;
        for (int at = open; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') depth++;
            if (c == '}' && --depth == 0)
                return Optional.of(text.substring(open + 1, at).strip());
        }
        return Optional.empty();
    }

    static String normalise(String expression) {
        var form =
                expression.replace('−', '-').replace("\\$", "").replace("$", "").replace("{,}", "");
        form = unwrapText(form);
        form = form.replace("\\dfrac", "\\frac")
                .replace("\\tfrac", "\\frac")
                .replace("\\%", "")
                .replace("%", "");
        form = DEGREES.matcher(form).replaceAll("");
        form = INVISIBLE.matcher(form).replaceAll("");
        form = form.replace("\\(", "").replace("\\)", "").replace("\\[", "").replace("\\]", "");
        form = SHORT_FRACTION.matcher(form).replaceAll("\\\\frac{$1}{$2}");
        form = SHORT_ROOT.matcher(form).replaceAll("\\\\sqrt{$1}");
        form = ASSIGNED.matcher(form).replaceFirst("");
        return form.endsWith(".") ? form.substring(0, form.length() - 1) : form;
    }

    static String unwrapText(String expression) {
        return TEXT.matcher(expression).replaceAll("$1");
    }

    static boolean onlyLetters(String expression) {
        return !expression.isEmpty() && expression.codePoints().allMatch(Character::isLetter);
    }

    /// False for words, which are compared without their capitals.
    static boolean isMathematical(String text) {
        if (text.indexOf('\\') >= 0 || text.indexOf('^') >= 0 || text.indexOf('=') >= 0) return true;
        if (text.chars().noneMatch(Character::isWhitespace)) return text.chars().anyMatch(Character::isDigit);
        return text.chars().filter(Character::isLetter).count() * 2 < text.length();
    }

    /// The number that a normalised expression is, in lowest terms.
    static Optional<String> number(String expression) {
        if (expression.isEmpty() || expression.length() > DIGITS_MAX) return Optional.empty();
        var fraction = FRACTION.matcher(expression);
        if (fraction.matches()) return ratio(fraction.group(1), fraction.group(2), fraction.group(3));
        var quotient = QUOTIENT.matcher(expression);
        if (quotient.matches()) return ratio(quotient.group(1), quotient.group(2), quotient.group(3));
        if (!DECIMAL.matcher(expression).matches() || expression.chars().noneMatch(Character::isDigit)) {
            return Optional.empty();
        }
        var decimal = new BigDecimal(expression.replace(",", ""));
        return Optional.of(lowest(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale())));
    }

    private static Optional<String> ratio(String sign, String numerator, String denominator) {
        var above = new BigInteger(numerator);
        var below = new BigInteger(denominator);
        if (below.signum() == 0) return Optional.empty();
        return Optional.of(lowest(sign.isEmpty() ? above : above.negate(), below));
    }

    private static String lowest(BigInteger numerator, BigInteger denominator) {
        var divisor = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
        var below = denominator.divide(divisor);
        var above = numerator.divide(divisor);
        return below.equals(BigInteger.ONE) ? above.toString() : above + "/" + below;
    }
}
