package dev.signalbox.run;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which of two answers a judge prefers, and how clearly.
public enum Preference {
    FIRST_BY_FAR("A>>B"),
    FIRST("A>B"),
    NEITHER("A=B"),
    SECOND("B>A"),
    SECOND_BY_FAR("B>>A");

    private static final Pattern BRACKETED = Pattern.compile("\\[\\[\\s*([AB][>=]{1,2}[AB])\\s*]]");

    private final String sign;

    Preference(String sign) {
        this.sign = sign;
    }

    /// How a judge writes it, such as `A>>B`.
    public String sign() {
        return sign;
    }

    /// The one that is written so; empty where none is. Judges also write `B=A`.
    public static Optional<Preference> signed(String sign) {
        if (sign.equals("B=A")) return Optional.of(NEITHER);
        for (var preference : values()) {
            if (preference.sign.equals(sign)) return Optional.of(preference);
        }
        return Optional.empty();
    }

    /// What a judgement comes to: the last sign in it that stands in double brackets. Empty where it has none: a judge
    /// that can't be read has not spoken.
    public static Optional<Preference> in(String judgement) {
        var found = Optional.<Preference>empty();
        for (var match = BRACKETED.matcher(judgement); match.find(); ) {
            var one = signed(match.group(1));
            if (one.isPresent()) found = one;
        }
        return found;
    }

    /// The same, said of the answers in the other order.
    public Preference turned() {
        return switch (this) {
            case FIRST_BY_FAR -> SECOND_BY_FAR;
            case FIRST -> SECOND;
            case NEITHER -> NEITHER;
            case SECOND -> FIRST;
            case SECOND_BY_FAR -> FIRST_BY_FAR;
        };
    }

    /// True where both prefer the same answer, or neither any.
    public boolean agreesWith(Preference other) {
        return direction() == other.direction();
    }

    /// True where each prefers another answer.
    public boolean contradicts(Preference other) {
        return direction() * other.direction() < 0;
    }

    /// The two-order rule: judges favour a place, so a preference counts only where it stays when the answers change
    /// places. One that is clearer in one order than in the other counts as the less clear.
    ///
    /// @param turned what was said of the same answers in the other order, already [#turned] back
    public Preference confirmedBy(Preference turned) {
        if (!agreesWith(turned)) return NEITHER;
        return Math.abs(ordinal() - NEITHER.ordinal()) < Math.abs(turned.ordinal() - NEITHER.ordinal()) ? this : turned;
    }

    private int direction() {
        return Integer.signum(NEITHER.ordinal() - ordinal());
    }
}
