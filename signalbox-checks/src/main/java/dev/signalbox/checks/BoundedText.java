package dev.signalbox.checks;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/// A text that can be read so many times and no more. The JDK's regular expressions backtrack, so that a hostile pair
/// of expression and text takes for ever; on this text they run out of steps instead.
final class BoundedText implements CharSequence {
    /// Some hundred milliseconds of matching.
    private static final int STEPS_MAX = 20_000_000;

    /// The expression did not come to an end within its steps.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("the regular expression needs too many steps", null, false, false);
        }
    }

    private final String text;
    private int stepsLeft = STEPS_MAX;

    BoundedText(String text) {
        this.text = text;
    }

    /// Where the expression first matches, as the matched text's start and end; `{-1, -1}` where nowhere.
    static int[] find(Pattern pattern, String text) {
        try {
            var matcher = pattern.matcher(new BoundedText(text));
            return matcher.find() ? new int[] {matcher.start(), matcher.end()} : new int[] {-1, -1};
        } catch (StackOverflowError tooDeep) {
            // The JDK recurses for each repetition of a group, as deep as the text is long.
            throw new Exhausted();
        }
    }

    /// An expression of a JSON Schema.
    static RegularExpression expression(String regex) {
        // ECMA's `$` is the end alone; the JDK's also stands before a last line feed.
        boolean anchored = regex.endsWith("$") && !regex.endsWith("\\$");
        var pattern = Pattern.compile(anchored ? regex.substring(0, regex.length() - 1) + "\\z" : regex);
        return value -> find(pattern, value)[0] >= 0;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0) throw new Exhausted();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
