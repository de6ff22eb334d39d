package dev.signalbox.standard.monitor;

import java.util.BitSet;

/// Reads JSON (RFC 8259) character by character and knows after each whether it can still become valid. It keeps no
/// text, only where it stands and which containers are open. Not thread-safe.
final class JsonAutomaton {
    /// Deeper than any parser follows.
    private static final int DEPTH_MAX = 500;

    /// What a character has done.
    enum Step {
        /// Nothing that matters to who reads along.
        ON,
        /// A property's name begins; its characters follow.
        NAME_BEGINS,
        NAME_ENDS,
        /// A value begins with this character.
        VALUE_BEGINS,
        /// This character can't stand here, whatever follows.
        DEAD
    }

    private enum State {
        VALUE,
        FIRST_ELEMENT,
        FIRST_NAME,
        NAME,
        COLON,
        AFTER_VALUE,
        STRING,
        ESCAPE,
        HEX,
        LITERAL,
        MINUS,
        ZERO,
        DIGITS,
        POINT,
        FRACTION,
        EXPONENT,
        EXPONENT_SIGN,
        EXPONENT_DIGITS,
        DEAD
    }

    private final BitSet objects = new BitSet();
    private int depth;
    private State state = State.VALUE;
    private boolean naming;
    private int hexLeft;
    private String literal = "";
    private int literalAt;

    /// How many containers are open.
    int depth() {
        return depth;
    }

    boolean isDead() {
        return state == State.DEAD;
    }

    /// True where nothing is missing.
    boolean isComplete() {
        return depth == 0
                && switch (state) {
                    case AFTER_VALUE, ZERO, DIGITS, FRACTION, EXPONENT_DIGITS -> true;
                    default -> false;
                };
    }

    Step step(char c) {
        return switch (state) {
            case VALUE -> isBlank(c) ? Step.ON : value(c);
            case FIRST_ELEMENT -> isBlank(c) ? Step.ON : c == ']' ? close(false) : value(c);
            case FIRST_NAME -> isBlank(c) ? Step.ON : c == '}' ? close(true) : name(c);
            case NAME -> isBlank(c) ? Step.ON : name(c);
            case COLON -> isBlank(c) ? Step.ON : c == ':' ? to(State.VALUE) : dead();
            case AFTER_VALUE -> isBlank(c) ? Step.ON : after(c);
            case STRING -> string(c);
            case ESCAPE -> escape(c);
            case HEX -> hex(c);
            case LITERAL -> literal(c);
            case MINUS -> c == '0' ? to(State.ZERO) : isDigit(c) ? to(State.DIGITS) : dead();
            case ZERO -> c == '.' ? to(State.POINT) : isExponent(c) ? to(State.EXPONENT) : ended(c);
            case DIGITS ->
                isDigit(c) ? Step.ON : c == '.' ? to(State.POINT) : isExponent(c) ? to(State.EXPONENT) : ended(c);
            case POINT -> isDigit(c) ? to(State.FRACTION) : dead();
            case FRACTION -> isDigit(c) ? Step.ON : isExponent(c) ? to(State.EXPONENT) : ended(c);
            case EXPONENT ->
                c == '+' || c == '-' ? to(State.EXPONENT_SIGN) : isDigit(c) ? to(State.EXPONENT_DIGITS) : dead();
            case EXPONENT_SIGN -> isDigit(c) ? to(State.EXPONENT_DIGITS) : dead();
            case EXPONENT_DIGITS -> isDigit(c) ? Step.ON : ended(c);
            case DEAD -> Step.DEAD;
        };
    }

    private Step to(State next) {
        state = next;
        return Step.ON;
    }

    private Step dead() {
        state = State.DEAD;
        return Step.DEAD;
    }

    private Step value(char c) {
        switch (c) {
            case '{', '[' -> {
                if (depth == DEPTH_MAX) return dead();
                objects.set(depth++, c == '{');
                state = c == '{' ? State.FIRST_NAME : State.FIRST_ELEMENT;
            }
            case '"' -> {
                naming = false;
                state = State.STRING;
            }
            case '-' -> state = State.MINUS;
            case '0' -> state = State.ZERO;
            case 't' -> begin("true");
            case 'f' -> begin("false");
            case 'n' -> begin("null");
            default -> {
                if (!isDigit(c)) return dead();
                state = State.DIGITS;
            }
        }
        return Step.VALUE_BEGINS;
    }

    private void begin(String word) {
        literal = word;
        literalAt = 1;
        state = State.LITERAL;
    }

    private Step literal(char c) {
        if (c != literal.charAt(literalAt)) return dead();
        return ++literalAt == literal.length() ? to(State.AFTER_VALUE) : Step.ON;
    }

    private Step name(char c) {
        if (c != '"') return dead();
        naming = true;
        state = State.STRING;
        return Step.NAME_BEGINS;
    }

    private Step string(char c) {
        if (c == '\\') return to(State.ESCAPE);
        if (c < ' ') return dead();
        if (c != '"') return Step.ON;
        if (!naming) return to(State.AFTER_VALUE);
        state = State.COLON;
        return Step.NAME_ENDS;
    }

    private Step escape(char c) {
        if (c == 'u') {
            hexLeft = 4;
            return to(State.HEX);
        }
        return "\"\\/bfnrt".indexOf(c) >= 0 ? to(State.STRING) : dead();
    }

    private Step hex(char c) {
        if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) return dead();
        return --hexLeft == 0 ? to(State.STRING) : Step.ON;
    }

    /// A number has no end of its own: this character is what follows it.
    private Step ended(char c) {
        state = State.AFTER_VALUE;
        return isBlank(c) ? Step.ON : after(c);
    }

    private Step after(char c) {
        if (depth == 0) return dead();
        boolean object = objects.get(depth - 1);
        return switch (c) {
            case ',' -> to(object ? State.NAME : State.VALUE);
            case '}' -> close(true);
            case ']' -> close(false);
            default -> dead();
        };
    }

    private Step close(boolean object) {
        if (objects.get(depth - 1) != object) return dead();
        depth--;
        return to(State.AFTER_VALUE);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isExponent(char c) {
        return c == 'e' || c == 'E';
    }
}
