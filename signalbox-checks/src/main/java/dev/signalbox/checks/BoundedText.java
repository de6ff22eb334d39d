package dev.signalbox.checks;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text that can be read so many times and no more. The JDK's regular expressions backtrack, so that a hostile pair
/// of expression and text takes for ever; on this text they run out of steps instead. Whoever looks for something in
/// what a client or a model wrote does it so; [BoundedCheck] says UNKNOWN where the steps are used up.
final class BoundedText implements CharSequence {
    /// Some ten milliseconds of matching, and more for longer texts.
    private static final long STEPS_LEAST = 2_000_000;

    private static final long STEPS_PER_CHAR = 100;

    /// The expression did not come to an end within its steps.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("the regular expression needs too many steps", null, false, false);
        }
    }

    private final String text;
    private long stepsLeft;

    BoundedText(String text) {
        this.text = text;
        this.stepsLeft = STEPS_LEAST + STEPS_PER_CHAR * text.length();
    }

    /// Matches the expression in steps that are counted.
    static Matcher matcher(Pattern pattern, String text) {
        return pattern.matcher(new BoundedText(text));
    }

    /// Where the expression first matches, as the matched text's start and end; `{-1, -1}` where nowhere.
    static int[] find(Pattern pattern, String text) {
        try {
            var matcher = matcher(pattern, text);
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
