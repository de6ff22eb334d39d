package dev.signalbox.checks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact rational number. Not in lowest terms: the sums of a text are short.
record Fraction(BigInteger above, BigInteger below) {
    static Fraction of(BigDecimal value) {
        return value.scale() >= 0
                ? new Fraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
                : new Fraction(value.toBigIntegerExact(), BigInteger.ONE);
    }

    Fraction plus(Fraction other) {
        return new Fraction(above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
    }

    Fraction minus(Fraction other) {
        return plus(new Fraction(other.above.negate(), other.below));
    }

    Fraction times(Fraction other) {
        return new Fraction(above.multiply(other.above), below.multiply(other.below));
    }

    /// @throws ArithmeticException when the other is 0
    Fraction over(Fraction other) {
        if (other.above.signum() == 0) throw new ArithmeticException("division by zero");
        return new Fraction(above.multiply(other.below), below.multiply(other.above));
    }

    boolean isWhole() {
        return above.remainder(below).signum() == 0;
    }

    /// True where the two differ by no more than the distance.
    boolean isWithin(Fraction distance, Fraction other) {
        var difference = minus(other);
        var size = difference.above.multiply(distance.below).abs();
        return size.compareTo(distance.above.multiply(difference.below).abs()) <= 0;
    }

    /// As a decimal number of at most ten digits.
    String shown() {
        return new BigDecimal(above)
                .divide(new BigDecimal(below), new MathContext(10, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }
}
